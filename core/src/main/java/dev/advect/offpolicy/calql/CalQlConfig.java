package dev.advect.offpolicy.calql;

import dev.advect.learner.ConfigChecks;

import java.util.List;

/**
 * What is Cal-QL's own; the critic and what is drawn from demonstrations are configured beside it.
 *
 * @param hidden widths of the policy's hidden layers
 * @param learningRate Adam's, for the policy
 * @param logStdOffset added to the logarithm of the policy's standard deviation
 * @param alpha weight of the entropy at first
 * @param alphaLearningRate Adam's, on log α; 0 keeps α
 * @param targetEntropy entropy to which α is tuned, a component of the action
 * @param backupEntropy whether the critic's target contains the entropy
 * @param maxBackup whether the target takes the best of several actions drawn at s', not one
 * @param actions drawn of each kind for the conservative term, and for the best at s'
 * @param conservativeWeight weight of the conservative term in pre-training
 * @param conservativeWeightOnline its weight afterwards
 * @param calibrated whether values of drawn actions are bounded from below by the return that was had; CQL if not
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
