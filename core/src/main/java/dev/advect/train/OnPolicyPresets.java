package dev.advect.train;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.flow.Sampler;
import dev.advect.flow.Schedule;
import dev.advect.learner.AlgorithmConfig;
import dev.advect.onpolicy.FpoAlgorithm;
import dev.advect.onpolicy.FpoConfig;
import dev.advect.onpolicy.FpoConfig.EntropyEstimate;
import dev.advect.onpolicy.FpoConfig.Ratio;
import dev.advect.onpolicy.FpoConfig.Reduction;
import dev.advect.onpolicy.FpoConfig.Supervision;
import dev.advect.onpolicy.FpoConfig.Times;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.PpoAlgorithm;
import dev.advect.onpolicy.PpoConfig;
import dev.advect.onpolicy.TrustRegion;

import java.util.List;
import java.util.Set;

/** The presets' values of on-policy algorithms. */
final class OnPolicyPresets {
    /** Tasks for which the paper's reference discounts more: ball-in-cup and finger-spin. */
    private static final Set<String> SHORT_HORIZON = Set.of("ball-in-cup", "finger-spin");

    private OnPolicyPresets() {}

    static AlgorithmConfig cpu(Algorithm algo, String env) {
        boolean fpo = algo == Algorithm.FPO;
        OnPolicyConfig loop = new OnPolicyConfig(256, 30, 1, true, 8, 8, discount(env), 0.95, 0.1, fpo ? 1e-3 : 5e-4,
                1e-3, fpo ? 0.0015 : 0.01, KlEstimate.RATIO, 1, 0.25, fpo ? 3 : 0, true, 0, 0,
                List.of(32, 32, 32, 32), List.of(256, 256, 256),
                NonFinite.END_EPISODE);
        return switch (algo) {
            case FPO -> new FpoAlgorithm(loop, fpo(Supervision.VELOCITY, Ratio.PER_SAMPLE, 3));
            case PPO -> new PpoAlgorithm(loop, ppo());
        };
    }

    static AlgorithmConfig paper(Algorithm algo, String env) {
        double learningRate = algo == Algorithm.FPO ? 3e-4 : 1e-3;
        OnPolicyConfig loop = new OnPolicyConfig(2048, 30, 16, false, 32, 16, discount(env), 0.95, 10, learningRate,
                learningRate, 0, KlEstimate.RATIO, 0, 0.25, 0, true, 0, 0, List.of(32, 32, 32, 32), List.of(256, 256, 256, 256, 256),
                NonFinite.END_EPISODE);
        return switch (algo) {
            case FPO -> new FpoAlgorithm(loop, fpo(Supervision.EPSILON, Ratio.AVERAGED, 0));
            case PPO -> new PpoAlgorithm(loop, ppo());
        };
    }

    private static FpoConfig fpo(Supervision supervision, Ratio ratio, double logRatioLimit) {
        return new FpoConfig(8, supervision, Reduction.MEAN, ratio, Times.SOLVER, TrustRegion.CLIP,
                0.05, logRatioLimit, 0, 0, 0, EntropyEstimate.CFM, Sampler.EULER, 10, Schedule.UNIFORM, 1, false, 8,
                0.25);
    }

    private static PpoConfig ppo() {
        return new PpoConfig(0.3, 1e-2);
    }

    private static double discount(String env) {
        return SHORT_HORIZON.contains(env) ? 0.95 : 0.995;
    }
}
