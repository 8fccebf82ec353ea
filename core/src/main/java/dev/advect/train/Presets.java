package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.learner.AlgorithmSettings;
import dev.advect.onpolicy.OnPolicySettings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Named sets of values for all that a user did not set. */
public final class Presets {
    private static final Map<String, String> DESCRIPTIONS = new LinkedHashMap<>();

    static {
        DESCRIPTIONS.put("cpu", "tuned to learn within minutes on a laptop's cores");
        DESCRIPTIONS.put("paper", "every value as in the public reference of the paper, 60 million steps");
    }

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
        boolean onPolicy = OnPolicySettings.class.isAssignableFrom(algo.configType());
        return switch (preset) {
            case "cpu" -> onPolicy
                    ? run(env, algo, preset, 20_000_000, 500_000, OnPolicyPresets.cpu(algo, env))
                    : run(env, algo, preset, 200_000, 10_000, OffPolicyPresets.cpu(algo));
            case "paper" -> onPolicy
                    ? run(env, algo, preset, 60_000_000, 6_000_000, OnPolicyPresets.paper(algo, env))
                    : run(env, algo, preset, 1_000_000, 20_000, OffPolicyPresets.paper(algo));
            default -> throw new InvalidValueException(
                    "unknown preset '" + preset + "'" + Nearest.hint(preset, names()));
        };
    }

    private static RunConfig run(String env, Algorithm algo, String preset, long steps, long evaluationSteps,
            AlgorithmSettings algorithm) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), algorithm.threadLimit().most());
        return new RunConfig(env, algo, preset, 0, threads, steps, 0, evaluationSteps, 64,
                algo == Algorithm.FPO_PLUS_PLUS, 2, 3, new HealthConfig(true, 0.5, 2, false), algorithm);
    }
}
