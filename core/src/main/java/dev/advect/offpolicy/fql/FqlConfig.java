package dev.advect.offpolicy.fql;

import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;
import dev.advect.offpolicy.CriticConfig.PolicyValue;

import java.util.List;

/**
 * The hyper-parameters of FQL, without those of the critic and the training loop.
 *
 * @param hidden widths of the hidden layers of the one-step policy and of the behaviour flow
 * @param timeEmbedding components of the behaviour flow's embedded time, an even number
 * @param flowSteps Euler steps of the behaviour flow
 * @param alpha α, the weight of the distillation loss; the larger, the nearer the policy stays to the data
 * @param normalizeValue whether the policy's value is divided by its mean magnitude, so that α does not depend on the
 *     reward's scale
 * @param targetValue which value of the target networks is the critic's target
 * @param learningRate Adam's learning rate for the policy and the flow
 */
public record FqlConfig(
        List<Integer> hidden,
        int timeEmbedding,
        int flowSteps,
        double alpha,
        boolean normalizeValue,
        PolicyValue targetValue,
        double learningRate) {

    public FqlConfig {
        ConfigChecks.widths("hidden", hidden);
        var _ = new TimeEmbedding(timeEmbedding); // refuses impossible sizes
        ConfigChecks.atLeast("flowSteps", flowSteps, 1);
        ConfigChecks.within("alpha", alpha, 0, Double.MAX_VALUE);
        ConfigChecks.positive("learningRate", learningRate);
        hidden = List.copyOf(hidden);
    }
}
