package dev.advect.train;

import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.flow.Sampler;
import dev.advect.onpolicy.FpoConfig;
import dev.advect.onpolicy.FpoConfig.Ratio;
import dev.advect.onpolicy.FpoConfig.Supervision;
import dev.advect.onpolicy.FpoConfig.Times;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.PpoConfig;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Named sets of values for all that a user did not set. */
public final class Presets {
    private static final Map<String, String> DESCRIPTIONS = new LinkedHashMap<>();

    static {
        DESCRIPTIONS.put("cpu", "tuned to learn within minutes on a laptop's cores");
        DESCRIPTIONS.put("paper", "every value as in the public reference of the paper, 60 million steps");
    }

    /** Tasks for which the paper's reference discounts more: ball-in-cup and finger-spin. */
    private static final Set<String> SHORT_HORIZON = Set.of("ball-in-cup", "finger-spin");

    private Presets() {}

    /** Names and what they are for. */
    public static Map<String, String> descriptions() {
        return Collections.unmodifiableMap(DESCRIPTIONS);
    }

    public static List<String> names() {
        return List.copyOf(DESCRIPTIONS.keySet());
    }

    /** The complete configuration of a preset. */
    public static RunConfig of(String preset, Algorithm algo, String env) {
        return switch (preset) {
            case "cpu" -> cpu(algo, env);
            case "paper" -> paper(algo, env);
            default -> throw new IllegalArgumentException(
                    "unknown preset '" + preset + "'" + Nearest.hint(preset, names()));
        };
    }

    private static RunConfig cpu(Algorithm algo, String env) {
        boolean fpo = algo == Algorithm.FPO;
        OnPolicyConfig loop = new OnPolicyConfig(256, 30, 1, true, 8, 8, discount(env), 0.95, 0.1, 5e-4, 1e-3,
                fpo ? 0.0015 : 0.01, 1, 0.25, 0, fpo ? 3 : 0, true,
                List.of(32, 32, 32, 32), List.of(256, 256, 256),
                NonFinite.END_EPISODE);
        return run(env, algo, "cpu", 20_000_000, 500_000, loop,
                new FpoConfig(8, Supervision.EPSILON, Ratio.AVERAGED, Times.SOLVER, 0.05, 3, Sampler.EULER, 10, 8, 0.25),
                new PpoConfig(0.3, 1e-2));
    }

    private static RunConfig paper(Algorithm algo, String env) {
        boolean fpo = algo == Algorithm.FPO;
        double learningRate = fpo ? 3e-4 : 1e-3;
        OnPolicyConfig loop = new OnPolicyConfig(2048, 30, 16, false, 32, 16, discount(env), 0.95, 10, learningRate,
                learningRate, 0, 0, 0.25, 0, 0, true, List.of(32, 32, 32, 32), List.of(256, 256, 256, 256, 256),
                NonFinite.END_EPISODE);
        return run(env, algo, "paper", 60_000_000, 6_000_000, loop,
                new FpoConfig(8, Supervision.EPSILON, Ratio.AVERAGED, Times.SOLVER, 0.05, 0, Sampler.EULER, 10, 8, 0.25),
                new PpoConfig(0.3, 1e-2));
    }

    private static RunConfig run(String env, Algorithm algo, String preset, long steps, long evaluationSteps,
            OnPolicyConfig loop, FpoConfig fpo, PpoConfig ppo) {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = Math.min(cores, Math.min(loop.envs(), loop.unrollsPerMinibatch()));
        return new RunConfig(env, algo, preset, 0, threads, steps, 0, evaluationSteps, 64, 2, 3, loop,
                algo == Algorithm.FPO ? fpo : null, algo == Algorithm.PPO ? ppo : null);
    }

    private static double discount(String env) {
        return SHORT_HORIZON.contains(env) ? 0.95 : 0.995;
    }
}
