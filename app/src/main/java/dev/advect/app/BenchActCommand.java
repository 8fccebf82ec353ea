package dev.advect.app;

import dev.advect.env.EnvSpec;
import dev.advect.nn.Workers;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Learners;
import dev.advect.train.Presets;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;

/** How long a policy takes for an action, from a raw observation in an array to an action in an array. */
@Command(
        name = "act",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Time of one action of a new policy, and actions per second in batches of 2048.",
        footer = {"", "Example:", "  advect bench act --env=cheetah-run --json"})
final class BenchActCommand implements Callable<Integer> {
    private static final int BATCH = 2048;
    private static final double WARM_UP = 1;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--algo", paramLabel = "NAME", description = "fpo, fpo++, refpo, dppo or ppo. Default: fpo.")
    private Algorithm algo = Algorithm.FPO;

    @Override
    public Integer call() {
        EnvSpec shape = options.env().spec();
        int threads = options.threads();
        double seconds = options.seconds() / 2;
        try (Policy policy = Learners.policy(Presets.of("cpu", algo, shape.name()), shape, threads)) {
            latencies(policy, WARM_UP);
            double[] micros = latencies(policy, seconds);
            throughput(policy, threads, WARM_UP);
            double rate = throughput(policy, threads, seconds);
            options.print(spec.commandLine().getOut(), Json.object("engine", "libtorch",
                    "batch1_us_p50", BenchOptions.quantile(micros, 0.5),
                    "batch1_us_p99", BenchOptions.quantile(micros, 0.99),
                    "batch2048_actions_per_s", rate, "threads", threads,
                    "algo", ConfigYaml.name(algo), "env", shape.name()));
        }
        return ExitCode.OK;
    }

    /** Microseconds of single actions, on one thread. */
    private static double[] latencies(Policy policy, double seconds) {
        DoubleStream.Builder micros = DoubleStream.builder();
        try (Rows rows = new Rows(policy, 1)) {
            long start = System.nanoTime();
            long now = start;
            while (now - start < seconds * 1e9) {
                rows.act();
                long end = System.nanoTime();
                micros.add((end - now) * 1e-3);
                now = end;
            }
        }
        return micros.build().toArray();
    }

    /** Actions per second when every thread has batches of its own. */
    private static double throughput(Policy policy, int threads, double seconds) {
        LongAdder actions = new LongAdder();
        try (Workers workers = new Workers(threads)) {
            long start = System.nanoTime();
            workers.run(worker -> {
                try (Rows rows = new Rows(policy, BATCH)) {
                    while (System.nanoTime() - start < seconds * 1e9) {
                        rows.act();
                        actions.add(BATCH);
                    }
                }
            });
            return actions.sum() / ((System.nanoTime() - start) * 1e-9);
        }
    }

    /** An actor with something to act on. */
    private static final class Rows implements AutoCloseable {
        private final Actor actor;
        private final float[] observations;
        private final float[] noise;
        private final float[] actions;

        Rows(Policy policy, int rows) {
            actor = new Actor(policy, new Acting(true, 0), rows, 1);
            observations = normal(rows * policy.observationSize());
            noise = normal(rows * policy.noiseSize());
            actions = new float[rows * policy.actionSize()];
        }

        private static float[] normal(int size) {
            Rng random = new Rng(0, 0);
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        }

        void act() {
            actor.act(observations, noise, actions);
        }

        @Override
        public void close() {
            actor.close();
        }
    }
}
