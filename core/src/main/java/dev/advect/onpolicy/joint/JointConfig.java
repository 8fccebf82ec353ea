package dev.advect.onpolicy.joint;

import dev.advect.config.InvalidValueException;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.learner.ConfigChecks;
import dev.advect.onpolicy.TrustRegion;

/**
 * The values of {@link JointFpo}.
 *
 * @param trustRegion how ratios are kept near 1
 * @param clip c of the trust region
 * @param logRatioLimit bound of the log-ratio's magnitude; 0 for none
 * @param sigma σ, deviation of the action around the flow's end, before tanh
 * @param flowSteps K, Euler steps from noise to the flow's end
 * @param zeroNoiseEvaluation whether evaluations take the deterministic action, the end of the path from zero noise
 * @param timeEmbedding components of the embedded flow time
 * @param outputScale factor on the network's output
 */
public record JointConfig(
        TrustRegion trustRegion,
        double clip,
        double logRatioLimit,
        double sigma,
        int flowSteps,
        boolean zeroNoiseEvaluation,
        int timeEmbedding,
        double outputScale) {

    public JointConfig {
        ConfigChecks.positive("clip", clip);
        ConfigChecks.within("logRatioLimit", logRatioLimit, 0, 50);
        ConfigChecks.positive("sigma", sigma);
        ConfigChecks.between("flowSteps", flowSteps, 1, 1000);
        ConfigChecks.positive("outputScale", outputScale);
        InvalidValueException.throwIf(timeEmbedding < 2 || timeEmbedding % 2 != 0,
                "timeEmbedding: " + timeEmbedding + " is not possible, it must be even and at least 2");
    }

    Sampling sampling() {
        return new Sampling(Sampler.EULER, flowSteps);
    }
}
