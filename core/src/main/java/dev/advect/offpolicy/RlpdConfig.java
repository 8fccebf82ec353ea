package dev.advect.offpolicy;

import dev.advect.learner.Check;

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
        Check.widths("hidden", hidden);
        Check.positive("learningRate", learningRate);
        Check.within("alpha", alpha, 0, Double.POSITIVE_INFINITY);
        Check.within("alphaLearningRate", alphaLearningRate, 0, Double.POSITIVE_INFINITY);
        Check.within("targetEntropy", targetEntropy, -1e6, 1e6);
        hidden = List.copyOf(hidden);
    }
}
