package dev.advect.offpolicy.calql;

import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * The hyper-parameters of Cal-QL, without those of the critic and the training loop.
 *
 * @param hidden widths of the policy's hidden layers
 * @param learningRate Adam's learning rate for the policy
 * @param logStdOffset offset added to the policy's log standard deviation
 * @param alpha initial entropy coefficient α
 * @param alphaLearningRate Adam's learning rate for log α; 0 keeps α fixed
 * @param targetEntropy target entropy to which α is tuned, in nats per action component
 * @param backupEntropy whether the critic's target includes the entropy term
 * @param maxBackup whether the target uses the best of several actions sampled at s' rather than a single one
 * @param actions N, actions sampled from each distribution for the conservative term, and at s' for the max backup
 * @param conservativeWeight weight of the conservative term in pre-training
 * @param conservativeWeightOnline weight of the conservative term after pre-training
 * @param calibrated whether the values of sampled actions are bounded from below by the observed return; CQL if not
 */
public record CalQlConfig(
        List<Integer> hidden,
        double learningRate,
        double logStdOffset,
        double alpha,
        double alphaLearningRate,
        double targetEntropy,
        boolean backupEntropy,
        boolean maxBackup,
        int actions,
        double conservativeWeight,
        double conservativeWeightOnline,
        boolean calibrated) {

    public CalQlConfig {
        ConfigChecks.widths("hidden", hidden);
        ConfigChecks.positive("learningRate", learningRate);
        ConfigChecks.within("logStdOffset", logStdOffset, -10, 2);
        ConfigChecks.within("alpha", alpha, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("alphaLearningRate", alphaLearningRate, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("targetEntropy", targetEntropy, -1e6, 1e6);
        ConfigChecks.atLeast("actions", actions, 1);
        ConfigChecks.within("conservativeWeight", conservativeWeight, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("conservativeWeightOnline", conservativeWeightOnline, 0, Double.POSITIVE_INFINITY);
        hidden = List.copyOf(hidden);
    }
}
