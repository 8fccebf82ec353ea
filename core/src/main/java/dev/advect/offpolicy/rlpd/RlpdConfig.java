package dev.advect.offpolicy.rlpd;

import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * The hyper-parameters of RLPD, without those of the critic and the training loop.
 *
 * @param hidden widths of the policy's hidden layers
 * @param learningRate Adam's learning rate for the policy
 * @param alpha initial entropy coefficient α
 * @param alphaLearningRate Adam's learning rate for log α; 0 keeps α fixed
 * @param targetEntropy target entropy to which α is tuned, in nats per action component
 * @param backupEntropy whether the critic's target includes the entropy term
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
