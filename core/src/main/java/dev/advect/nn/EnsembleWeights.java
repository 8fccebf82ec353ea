package dev.advect.nn;

import dev.advect.nn.vector.Vectors;

import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of an ensemble in the form that {@link EnsemblePass} reads: a copy of each member's weights, refreshed on
 * first use after {@link #changed}.
 */
public final class EnsembleWeights implements AutoCloseable {
    private final MlpEnsemble ensemble;
    private final Parameters parameters;
    private final boolean trained;
    /** Each member's parameters with gradients; empty if these weights are constants. */
    private final List<Parameters.Replica> leaves = new ArrayList<>();
    /** Each member's packed weights; empty if networks are computed by libtorch. */
    private final List<MemberWeights> copies = new ArrayList<>();

    /** @param trained whether gradients are needed */
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

    /** Must be called after the parameters have changed, while no pass is in progress. */
    public void changed() {
        copies.forEach(MemberWeights::changed);
    }

    /** Refreshes a member's copy if it is stale, so that threads that need it later need not wait. */
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

    /** A member's parameters as libtorch tensors, which are leaves if these weights are trained. */
    Weights member(int member) {
        return trained ? leaves.get(member) : slot -> parameters.frozen().get(slot).narrow(0, member, 1);
    }

    @Override
    public void close() {
        leaves.forEach(Parameters.Replica::close);
    }
}
