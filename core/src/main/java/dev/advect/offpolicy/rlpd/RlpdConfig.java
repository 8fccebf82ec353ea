package dev.advect.offpolicy.rlpd;

import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * What is RLPD's own; the critic and what is drawn from demonstrations are configured beside it.
 *
 * @param hidden widths of the policy's hidden layers
 * @param learningRate Adam's, for the policy
 * @param alpha weight of the entropy at first
 * @param alphaLearningRate Adam's, on log α; 0 keeps α
 * @param targetEntropy entropy to which α is tuned, a component of the action
 * @param backupEntropy whether the critic's target contains the entropy
 */
public record RlpdConfig(
        List<Integer> hidden,
        double learningRate,
        double alpha,
        double alphaLearningRate,
        double targetEntropy,
        boolean backupEntropy) {

    public RlpdConfig {
        ConfigChecks.widths("hidden", hidden);
        ConfigChecks.positive("learningRate", learningRate);
        ConfigChecks.within("alpha", alpha, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("alphaLearningRate", alphaLearningRate, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("targetEntropy", targetEntropy, -1e6, 1e6);
        hidden = List.copyOf(hidden);
    }
}
