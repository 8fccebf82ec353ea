package dev.advect.app.bench;

import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The quantity that a scaling curve varies; everything else stays as in the preset. */
enum ScalingAxis {
    /** Number of parallel environments. */
    ENVS("environments"),
    /** Number of threads. */
    THREADS("threads"),
    /** Width of each hidden layer of the policy network. */
    WIDTH("width of the policy's layers"),
    /** Monte Carlo samples per action, N_mc. */
    SAMPLES("samples an action (N_mc)"),
    /** Number of integration steps of the flow solver that samples actions. */
    FLOW_STEPS("flow steps");

    private final String title;

    ScalingAxis(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Returns the name used on the command line and in files. */
    @Override
    public String toString() {
        return this == FLOW_STEPS ? "flowSteps" : name().toLowerCase(Locale.ROOT);
    }

    /** Returns the axis with the given name, if there is one. */
    static Optional<ScalingAxis> of(String name) {
        return Arrays.stream(values()).filter(axis -> axis.toString().equals(name)).findFirst();
    }

    /** The values to measure in ascending order, including those of the preset cpu. */
    List<Integer> values(int threads) {
        return switch (this) {
            case ENVS -> List.of(1, 4, 16, 64, 256, 1024, 4096);
            case THREADS -> IntStream.rangeClosed(1, threads)
                    .filter(n -> n == threads || Integer.bitCount(n) == 1).boxed().toList();
            case WIDTH -> List.of(16, 32, 64, 128, 256, 512);
            case SAMPLES -> List.of(1, 2, 4, 8, 16, 32);
            case FLOW_STEPS -> List.of(1, 2, 4, 10, 16, 32);
        };
    }

    /** Returns the configuration with this axis set to the given value. */
    RunConfig with(RunConfig config, OnPolicyConfig loop, int value) {
        RunConfig base = reduced(config, loop, this == ENVS ? value : loop.envs());
        String text = Integer.toString(value);
        return switch (this) {
            case ENVS -> base;
            case THREADS -> ConfigYaml.with(base, Map.of("threads", text));
            case WIDTH -> ConfigYaml.with(base, Map.of(
                    "loop.policyHidden", Collections.nCopies(loop.policyHidden().size(), value).toString()));
            case SAMPLES -> ConfigYaml.with(base, Map.of("fpo.samples", text));
            case FLOW_STEPS -> ConfigYaml.with(base, Map.of("fpo.flowSteps", text));
        };
    }

    /**
     * The configuration reduced to one rollout per environment and one epoch, with minibatches of the preset's size
     * where the data suffice.
     */
    private static RunConfig reduced(RunConfig config, OnPolicyConfig loop, int envs) {
        int size = Math.min(envs, loop.unrollsPerMinibatch());
        while (envs % size != 0) {
            size--;
        }
        return ConfigYaml.with(config, Map.of(
                "threads", Integer.toString(Math.min(config.threads(), envs)),
                "loop.envs", Integer.toString(envs),
                "loop.unrollsPerEnv", "1",
                "loop.minibatches", Integer.toString(envs / size),
                "loop.epochs", "1",
                "loop.targetKl", "0")); // no update is skipped for exceeding the KL target
    }
}
