package dev.advect.offpolicy.qc;

import dev.advect.flow.TimeEmbedding;
import dev.advect.learner.ConfigChecks;
import dev.advect.offpolicy.CriticConfig.PolicyValue;

import java.util.List;

/**
 * The hyper-parameters of Q-chunking, without those of the critic and the training loop.
 *
 * @param hidden widths of the flow's hidden layers
 * @param timeEmbedding components of the flow's embedded time, an even number
 * @param flowSteps Euler steps of the flow
 * @param samples N, chunks drawn for every decision, of which the critic selects one
 * @param targetValue which value of the target networks is the critic's target
 * @param learningRate Adam's learning rate for the flow
 */
public record QcConfig(
        List<Integer> hidden, int timeEmbedding, int flowSteps, int samples, PolicyValue targetValue, double learningRate) {

    public QcConfig {
        ConfigChecks.widths("hidden", hidden);
        var _ = new TimeEmbedding(timeEmbedding); // refuses impossible sizes
        ConfigChecks.atLeast("flowSteps", flowSteps, 1);
        ConfigChecks.atLeast("samples", samples, 1);
        ConfigChecks.positive("learningRate", learningRate);
        hidden = List.copyOf(hidden);
    }
}
