package dev.advect.offpolicy;

import dev.advect.learner.ConfigChecks;
import dev.advect.nn.Precision;

import java.util.List;

/**
 * The Q ensemble that off-policy algorithms share.
 *
 * @param members networks
 * @param subset networks, drawn anew for every update, whose minimum is the target
 * @param hidden widths of the hidden layers
 * @param layerNorm whether hidden layers are normalised
 * @param learningRate Adam's
 * @param maxGradNorm the gradient is scaled down to this norm; 0 for no bound
 * @param targetRate part by which the target networks move to the trained ones after an update
 * @param policyValue what of the ensemble the policy climbs
 * @param products precision of the trained networks' products of matrices between hidden layers, in updates
 */
public record CriticConfig(
        int members,
        int subset,
        List<Integer> hidden,
        boolean layerNorm,
        double learningRate,
        double maxGradNorm,
        double targetRate,
        PolicyValue policyValue,
        Precision products) {

    /** What is made of the members' values for the policy. */
    public enum PolicyValue {
        /** The mean of all. */
        MEAN,
        /** The least of all. */
        MIN,
        /** The least of a subset as large as the target's, drawn anew for every update: a fraction of the work. */
        SUBSET
    }

    public CriticConfig {
        ConfigChecks.atLeast("members", members, 1);
        ConfigChecks.between("subset", subset, 1, members);
        ConfigChecks.widths("hidden", hidden);
        ConfigChecks.positive("learningRate", learningRate);
        ConfigChecks.within("maxGradNorm", maxGradNorm, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("targetRate", targetRate, 0, 1);
        hidden = List.copyOf(hidden);
    }
}
