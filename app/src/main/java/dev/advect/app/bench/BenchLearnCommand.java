package dev.advect.app.bench;

import dev.advect.app.console.Json;
import dev.advect.app.options.Environments;
import dev.advect.env.EnvFactory;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.GemmPeak;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicyLearner;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.DoubleStream;

/**
 * Times whole minibatch updates as training runs them: gathering, advantages, losses, backward pass and optimiser. The
 * result is compared with the matrix-product peak of {@link GemmPeak}, which is measured before and after.
 */
@Command(
        name = "learn",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Time of one minibatch's whole update, and how near it comes to the machine's matrix products:",
            "efficiency = learner's FLOP/s / (threads x FLOP/s of a 2048^3 product on one thread).",
            "Of an off-policy algorithm: time of one update, of the critic and of the policy where it is its turn."
        },
        footer = {"", "Examples:", "  advect bench learn --preset=paper --threads=2 --json",
            "  advect bench learn --preset=paper --set loop.products=bfloat16",
            "  advect bench learn --algo=swfp --set swfp.mode=sequential"})
final class BenchLearnCommand implements Callable<Integer> {
    private static final int MINIBATCHES = 2;
    private static final int MOST_ENVS = 256;
    private static final int WARM_UP_EPOCHS = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--preset", paramLabel = "NAME", description = "Preset: cpu or paper. Default: ${DEFAULT-VALUE}.")
    private String preset = "cpu";

    @Option(names = "--algo", paramLabel = "NAME", description = "Algorithm; advect list algos shows them. Default: fpo.")
    private Algorithm algo = Algorithm.FPO;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set a value of the configuration; repeatable. How much is collected, epochs, targetKl and "
                    + "policyAfter are the measurement's own.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Override
    public Integer call() {
        Environments.Entry env = options.env();
        double seconds = options.seconds();
        RunConfig whole = ConfigYaml.with(Presets.of(preset, algo, env.spec().name()), values);
        if (!(whole.algorithm() instanceof OnPolicySettings onPolicy)) {
            options.print(spec.commandLine().getOut(),
                    OffPolicyBench.measure(whole, env.factory(), options.threads(), seconds));
            return ExitCode.OK;
        }
        RunConfig config = reduced(whole, onPolicy.loop(), options.threads());
        double before = GemmPeak.measure();
        double[] millis;
        double flop;
        try (Workers workers = new Workers(config.threads());
                OnPolicyLearner learner = learner(config, env.factory(), workers)) {
            flop = learner.flopPerMinibatch();
            millis = updates(learner, seconds);
        }
        double peak = (before + GemmPeak.measure()) / 2;
        double minibatch = BenchOptions.quantile(millis, 0.5);
        double gflops = flop / minibatch * 1e-6;
        options.print(spec.commandLine().getOut(), Json.object(
                "gemm_gflops_per_core", peak, "learn_gflops", gflops, "efficiency", gflops / (config.threads() * peak),
                "minibatch_ms", minibatch, "threads", config.threads(), "minibatch_gflop", flop * 1e-9,
                "products", onPolicy.loop().products().name().toLowerCase(Locale.ROOT),
                "preset", preset, "algo", ConfigYaml.name(algo), "env", env.spec().name()));
        return ExitCode.OK;
    }

    private static OnPolicyLearner learner(RunConfig config, EnvFactory factory, Workers workers) {
        return (OnPolicyLearner) LearnerFactory.learner(config, factory, workers);
    }

    /** The milliseconds per minibatch, one value per epoch. */
    private static double[] updates(OnPolicyLearner learner, double seconds) {
        learner.collect();
        for (int i = 0; i < WARM_UP_EPOCHS; i++) {
            learner.epoch();
        }
        DoubleStream.Builder millis = DoubleStream.builder();
        long start = System.nanoTime();
        long now = start;
        do {
            learner.epoch();
            long end = System.nanoTime();
            millis.add((end - now) * 1e-6 / MINIBATCHES);
            now = end;
        } while (now - start < seconds * 1e9);
        return millis.build().toArray();
    }

    /**
     * The preset's configuration with its minibatch unchanged, but with only two minibatches, few environments and one
     * epoch.
     */
    private static RunConfig reduced(RunConfig config, OnPolicyConfig loop, int threads) {
        int unrolls = loop.unrollsPerMinibatch() * MINIBATCHES;
        int envs = Math.min(MOST_ENVS, unrolls);
        while (unrolls % envs != 0) {
            envs--;
        }
        return ConfigYaml.with(config, Map.of(
                "threads", Integer.toString(threads),
                "loop.envs", Integer.toString(envs),
                "loop.unrollsPerEnv", Integer.toString(unrolls / envs),
                "loop.minibatches", Integer.toString(MINIBATCHES),
                "loop.epochs", "1",
                "loop.targetKl", "0")); // the data are reused, so no update may be skipped for exceeding the KL target
    }
}
