package dev.advect.offpolicy;

import dev.advect.learner.ConfigChecks;
import dev.advect.nn.Precision;

import java.util.List;

/**
 * The hyper-parameters of the critic ensemble, which off-policy algorithms share.
 *
 * @param members number of Q-networks
 * @param subset number of target networks, sampled anew for every update, whose minimum is the target
 * @param hidden widths of the hidden layers
 * @param layerNorm whether hidden layers have layer normalisation
 * @param learningRate Adam's learning rate
 * @param maxGradNorm max norm of the gradient; 0 for no clipping
 * @param targetRate τ of the target networks' Polyak update, after each update
 * @param policyValue which value of the ensemble the policy maximises
 * @param products precision of the matrix products between hidden layers in updates of the trained networks
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

    /** How the members' values are combined into one, such as the value that the policy maximises. */
    public enum PolicyValue {
        /** The mean over all members. */
        MEAN,
        /** The minimum over all members. */
        MIN,
        /** The minimum over a random subset of the target's size, sampled for every update; cheaper than {@link #MIN}. */
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
