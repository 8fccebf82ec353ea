package dev.advect.nn;

import dev.advect.nn.vector.Vectors;

import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of an ensemble in the form that its passes take: copies of each member's, renewed when they are asked for
 * the first time after {@link #changed}.
 */
public final class EnsembleWeights implements AutoCloseable {
    private final MlpEnsemble ensemble;
    private final Parameters parameters;
    private final boolean trained;
    /** With their gradients; of constants there are none. */
    private final List<Parameters.Replica> leaves = new ArrayList<>();
    /** None where all is left to libtorch. */
    private final List<MemberWeights> copies = new ArrayList<>();

    /** @param trained whether gradients will be asked for */
    EnsembleWeights(MlpEnsemble ensemble, Parameters parameters, boolean trained) {
        this.ensemble = ensemble;
        this.parameters = parameters;
        this.trained = trained;
        for (int member = 0; member < ensemble.members(); member++) {
            if (trained) {
                leaves.add(parameters.entries(member, member + 1));
            }
            if (Vectors.present()) {
                copies.add(new MemberWeights(ensemble, parameters, member, trained));
            }
        }
    }

    /** The parameters are others now. No pass may be under way. */
    public void changed() {
        copies.forEach(MemberWeights::changed);
    }

    /** Renews a member's copy, if that is due, so that the threads that need it soon find it. */
    public void prepare(int member) {
        if (!copies.isEmpty()) {
            copies.get(member).renew();
        }
    }

    MlpEnsemble ensemble() {
        return ensemble;
    }

    Parameters parameters() {
        return parameters;
    }

    MemberWeights copy(int member) {
        return copies.get(member).renew();
    }

    /** A member as libtorch sees it; a leaf where gradients may be asked for. */
    Weights member(int member) {
        return trained ? leaves.get(member) : slot -> parameters.frozen().get(slot).narrow(0, member, 1);
    }

    @Override
    public void close() {
        leaves.forEach(Parameters.Replica::close);
    }
}
