package dev.advect.app.bench;

import dev.advect.app.console.Json;
import dev.advect.env.EnvSpec;
import dev.advect.export.Exports;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Actor.Arithmetic;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.LearnerFactory;
import dev.advect.train.Presets;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.DoubleStream;

/** Measures how long a policy takes per action, from a raw observation to an action in [-1, 1]. */
@Command(
        name = "act",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Time of one action of a new policy, and actions per second in batches of 2048: by the runtime, "
                + "and by libtorch.",
        footer = {"", "Example:", "  advect bench act --env=cheetah-run --json"})
final class BenchActCommand implements Callable<Integer> {
    private static final int BATCH = 2048;
    private static final double WARM_UP = 1;
    /**
     * The maximum warm-up time in seconds. The runtime itself reports when it is warm; on a busy machine that takes a
     * while.
     */
    private static final double MAX_WARM_UP_SECONDS = 60;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--algo", paramLabel = "NAME", description = "Algorithm; advect list algos shows them. Default: fpo.")
    private Algorithm algo = Algorithm.FPO;

    @Override
    public Integer call() {
        EnvSpec shape = options.env().spec();
        int threads = options.threads();
        Map<String, Object> result = new LinkedHashMap<>();
        try (Policy policy = LearnerFactory.policy(Presets.of("cpu", algo, shape.name()), shape, threads)) {
            boolean known = policy.spec().isPresent();
            if (known) {
                ByRuntime runtime = new ByRuntime(policy, threads);
                boolean warm = runtime.warmUp(); // before it, the runtime does not know what will be the fastest
                result.putAll(Json.object("engine", "runtime", "arithmetic", dev.advect.runtime.Policy.engine(), "warm", warm));
                measure(runtime, threads, "", result);
            } else {
                result.put("engine", "libtorch");
            }
            try (ByLibtorch libtorch = new ByLibtorch(policy, threads)) {
                measure(libtorch, threads, known ? "libtorch_" : "", result);
            }
            result.putAll(Json.object("threads", threads, "algo", ConfigYaml.name(algo), "env", shape.name()));
            options.print(spec.commandLine().getOut(), result);
        }
        return ExitCode.OK;
    }

    private void measure(Engine engine, int threads, String prefix, Map<String, Object> result) {
        double seconds = options.seconds() / 4;
        latencies(engine, WARM_UP);
        double[] micros = latencies(engine, seconds);
        throughput(engine, threads, WARM_UP);
        double rate = throughput(engine, threads, seconds);
        result.put(prefix + "batch1_us_p50", BenchOptions.quantile(micros, 0.5));
        result.put(prefix + "batch1_us_p99", BenchOptions.quantile(micros, 0.99));
        result.put(prefix + "batch2048_actions_per_s", rate);
    }

    /** The latencies of single actions on one thread, in microseconds. */
    private static double[] latencies(Engine engine, double seconds) {
        DoubleStream.Builder micros = DoubleStream.builder();
        long start = System.nanoTime();
        long now = start;
        while (now - start < seconds * 1e9) {
            engine.one();
            long end = System.nanoTime();
            micros.add((end - now) * 1e-3);
            now = end;
        }
        return micros.build().toArray();
    }

    /** The number of actions per second when every thread works on batches of its own. */
    private static double throughput(Engine engine, int threads, double seconds) {
        LongAdder actions = new LongAdder();
        try (Workers workers = new Workers(threads)) {
            long start = System.nanoTime();
            workers.run(worker -> {
                while (System.nanoTime() - start < seconds * 1e9) {
                    engine.batch(worker);
                    actions.add(BATCH);
                }
            });
            return actions.sum() / ((System.nanoTime() - start) * 1e-9);
        }
    }

    private static float[] normal(int size) {
        Rng random = new Rng(0, 0);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** A policy backend to measure. */
    private interface Engine {
        /** Computes one action. */
        void one();

        /** Computes one batch of actions on the given worker's thread. */
        void batch(int worker);
    }

    /** The runtime, used as by a program that loads an exported policy. */
    private static final class ByRuntime implements Engine {
        private final List<dev.advect.runtime.Policy> policies = new ArrayList<>();
        private final List<float[]> actions = new ArrayList<>();
        private final float[] observations;
        private final float[] noise;
        private final float[] observation;
        private final float[] oneNoise;
        private final float[] action;

        ByRuntime(Policy policy, int threads) {
            var loaded = dev.advect.runtime.Policy.of(Exports.file(policy, new Acting(true, 0), Map.of()));
            for (int i = 0; i < threads; i++) {
                policies.add(loaded.copy());
                actions.add(new float[BATCH * loaded.actionSize()]);
            }
            observations = normal(BATCH * loaded.observationSize());
            noise = normal(BATCH * loaded.noiseSize());
            observation = normal(loaded.observationSize());
            oneNoise = normal(loaded.noiseSize());
            action = new float[loaded.actionSize()];
        }

        /** Returns whether the runtime is warm, so that action times are meaningful from now on. */
        boolean warmUp() {
            return policies.getFirst().warmUp(MAX_WARM_UP_SECONDS);
        }

        @Override
        public void one() {
            policies.getFirst().act(observation, oneNoise, action, 1);
        }

        @Override
        public void batch(int worker) {
            policies.get(worker).act(observations, noise, actions.get(worker), BATCH);
        }
    }

    /** libtorch, evaluating the policy itself. */
    private static final class ByLibtorch implements Engine, AutoCloseable {
        private final Actor actor;
        private final HostTensor observations;

        ByLibtorch(Policy policy, int threads) {
            int rows = threads * BATCH;
            actor = new Actor(policy, new Acting(true, 0), rows, threads, Arithmetic.LIBTORCH);
            observations = new HostTensor(rows, policy.observationSize());
            observations.write(0, normal((int) observations.size()), 0, (int) observations.size());
            actor.noise().write(0, normal((int) actor.noise().size()), 0, (int) actor.noise().size());
        }

        @Override
        public void one() {
            actor.act(0, observations.segment(), 0, 1);
        }

        @Override
        public void batch(int worker) {
            actor.act(worker, observations.segment(), worker * BATCH, (worker + 1) * BATCH);
        }

        @Override
        public void close() {
            actor.close();
            observations.close();
        }
    }
}
