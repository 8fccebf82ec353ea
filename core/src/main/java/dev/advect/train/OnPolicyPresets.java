package dev.advect.train;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.flow.Sampler;
import dev.advect.flow.Schedule;
import dev.advect.learner.AlgorithmSettings;
import dev.advect.nn.Precision;
import dev.advect.onpolicy.KlEstimate;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.TrustRegion;
import dev.advect.onpolicy.dppo.DppoConfig;
import dev.advect.onpolicy.dppo.DppoConfig.CorrelatedNoise;
import dev.advect.onpolicy.dppo.DppoConfig.Density;
import dev.advect.onpolicy.dppo.DppoConfig.Noise;
import dev.advect.onpolicy.dppo.DppoSettings;
import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoConfig.EntropyEstimate;
import dev.advect.onpolicy.fpo.FpoConfig.LogRatioClamp;
import dev.advect.onpolicy.fpo.FpoConfig.Ratio;
import dev.advect.onpolicy.fpo.FpoConfig.Reduction;
import dev.advect.onpolicy.fpo.FpoConfig.Supervision;
import dev.advect.onpolicy.fpo.FpoConfig.Times;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.onpolicy.ppo.PpoConfig;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.onpolicy.ppo.PpoSettings;

import java.util.List;
import java.util.Set;

/** The presets' values of on-policy algorithms. */
final class OnPolicyPresets {
    /** Tasks for which the paper's reference discounts more: ball-in-cup and finger-spin. */
    private static final Set<String> SHORT_HORIZON = Set.of("ball-in-cup", "finger-spin");

    private OnPolicyPresets() {}

    static AlgorithmSettings cpu(Algorithm algo, String env) {
        boolean flow = algo != Algorithm.PPO;
        boolean averaged = algo == Algorithm.FPO_PLUS_PLUS;
        OnPolicyConfig loop = new OnPolicyConfig(256, 30, 4, true, 32, 8, discount(env), 0.95, 0.1,
                algo == Algorithm.PPO || algo == Algorithm.DPPO ? 1e-3 : 3e-3, 1e-3, flow ? 0.01 : 0, KlEstimate.RATIO, 0,
                1, 1, 1, 1, false, 1, 0.25, flow ? 3 : 0, 0, 0, false, true, averaged ? 0.95 : 0, averaged ? 50 : 0, "", 0, 1e-3,
                List.of(32, 32, 32, 32), List.of(256, 256, 256), Precision.FLOAT32, NonFinite.END_EPISODE);
        return switch (algo) {
            case FPO -> new FpoSettings(loop, fpo(Supervision.VELOCITY, Ratio.PER_SAMPLE, 0.2, 3, 0));
            case FPO_PLUS_PLUS -> new FpoSettings(loop, new FpoConfig(8, Supervision.VELOCITY, Reduction.MEAN,
                    Ratio.PER_SAMPLE, Times.SOLVER, TrustRegion.ASPO, 0.2, 3, LogRatioClamp.BOTH, 20, 0, 0, 0,
                    EntropyEstimate.CFM, Sampler.EULER, 10, Schedule.UNIFORM, 1, true, 8, 0.25));
            case REFPO -> new FpoSettings(loop, fpo(Supervision.VELOCITY, Ratio.PER_SAMPLE, 0.2, 3, 0.05));
            case DPPO -> new DppoSettings(loop, dppo(0.2, 3, 0.3));
            case PPO -> new PpoSettings(loop, ppo());
            default -> throw new IllegalArgumentException(algo + " is not an on-policy algorithm");
        };
    }

    static AlgorithmSettings paper(Algorithm algo, String env) {
        double learningRate = algo == Algorithm.PPO ? 1e-3 : 3e-4;
        OnPolicyConfig loop = new OnPolicyConfig(2048, 30, 16, false, 32, 16, discount(env), 0.95, 10, learningRate,
                learningRate, 0, KlEstimate.RATIO, 0, 1, 1, 1, 1, false, 0, 0.25, 0, 0, 0, false, true, 0, 0, "", 0, 1e-3,
                List.of(32, 32, 32, 32), List.of(256, 256, 256, 256, 256), Precision.FLOAT32, NonFinite.END_EPISODE);
        return switch (algo) {
            case FPO -> new FpoSettings(loop, fpo(Supervision.EPSILON, Ratio.AVERAGED, 0.05, 0, 0));
            case FPO_PLUS_PLUS -> plusPlus();
            case REFPO -> new FpoSettings(loop, fpo(Supervision.EPSILON, Ratio.AVERAGED, 0.05, 0, 0.05));
            case DPPO -> new DppoSettings(loop, dppo(0.05, 0, 0.1));
            case PPO -> new PpoSettings(loop, ppo());
            default -> throw new IllegalArgumentException(algo + " is not an on-policy algorithm");
        };
    }

    private static FpoConfig fpo(
            Supervision supervision, Ratio ratio, double clip, double logRatioLimit, double reflow) {
        return new FpoConfig(8, supervision, Reduction.MEAN, ratio, Times.SOLVER, TrustRegion.CLIP,
                clip, logRatioLimit, LogRatioClamp.BOTH, 0, 0, reflow, 0, EntropyEstimate.CFM, Sampler.EULER, 10,
                Schedule.UNIFORM, 1, false, 8, 0.25);
    }

    /** The values of FPO++'s public code for quadrupeds, which has another simulator and so another loop. */
    private static AlgorithmSettings plusPlus() {
        OnPolicyConfig loop = new OnPolicyConfig(4096, 24, 1, false, 4, 16, 0.99, 0.95, 1, 1e-4, 1e-4, 0,
                KlEstimate.RATIO, 0, 1, 1, 1, 1, false, 1, 1, 0, 0, 0, false, true, 0.95, 500, "", 0, 1e-3,
                List.of(256, 256, 256), List.of(768, 768, 768), Precision.FLOAT32, NonFinite.END_EPISODE);
        return new FpoSettings(loop, new FpoConfig(16, Supervision.VELOCITY, Reduction.SQRT, Ratio.PER_SAMPLE,
                Times.UNIFORM, TrustRegion.ASPO, 0.05, 10, LogRatioClamp.ABOVE, 20, 0.02, 0, 0,
                EntropyEstimate.CFM, Sampler.EULER, 64, Schedule.UNIFORM, 1, true, 8, 1));
    }

    /** The public reference's baseline, but for the deviation, which it leaves open. */
    private static DppoConfig dppo(double clip, double logRatioLimit, double sigma) {
        return new DppoConfig(clip, logRatioLimit, 10, 10, Noise.FIXED, sigma, 0.05, 0.2, CorrelatedNoise.ALL, 0.01, 1,
                Density.SUM, false, 8, 0.25);
    }

    private static PpoConfig ppo() {
        return new PpoConfig(0.3, 1e-2, Deviation.STATE);
    }

    private static double discount(String env) {
        return SHORT_HORIZON.contains(env) ? 0.95 : 0.995;
    }
}
