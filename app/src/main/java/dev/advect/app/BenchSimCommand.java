package dev.advect.app;

import dev.advect.env.EnvSpec;
import dev.advect.env.VectorEnv;
import dev.advect.nn.Workers;
import dev.advect.random.Rng;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;

/** Steps environments with random actions: no policy, no learning; observations, rewards and resets included. */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Environment steps per second under random actions; observations, rewards and resets included.",
        footer = {"", "Example:", "  advect bench sim --env=cheetah-run --threads=2 --json"})
final class BenchSimCommand implements Callable<Integer> {
    private static final int ENVS_PER_THREAD = 32;
    /** Different sets of actions, gone through in turn. */
    private static final int ACTIONS = 64;
    private static final double WARM_UP = 1;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Override
    public Integer call() {
        Environments.Entry env = options.env();
        int threads = options.threads();
        int count = threads * ENVS_PER_THREAD;
        double seconds = options.seconds();
        double rate;
        try (Arena arena = Arena.ofShared();
                Workers workers = new Workers(threads);
                VectorEnv envs = new VectorEnv(env.factory(), count, 0, VectorEnv.NonFinite.END_EPISODE)) {
            MemorySegment actions = actions(arena, count * env.spec().actionSize());
            workers.run(worker -> envs.reset(workers.from(worker, count), workers.to(worker, count)));
            measure(envs, workers, actions, WARM_UP);
            rate = measure(envs, workers, actions, seconds);
        }
        EnvSpec shape = env.spec();
        options.print(spec.commandLine().getOut(), Json.object("env_steps_per_s", rate,
                "physics_steps_per_s", rate * shape.physicsSteps(), "threads", threads, "env", shape.name()));
        return ExitCode.OK;
    }

    private static MemorySegment actions(Arena arena, int size) {
        MemorySegment actions = arena.allocate((long) ACTIONS * size * Float.BYTES, 64);
        Rng random = new Rng(0, 0);
        for (long i = 0; i < (long) ACTIONS * size; i++) {
            actions.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat(-1, 1));
        }
        return actions;
    }

    /** Every worker steps its own environments without waiting for the others. */
    private static double measure(VectorEnv envs, Workers workers, MemorySegment actions, double seconds) {
        LongAdder steps = new LongAdder();
        long size = actions.byteSize() / ACTIONS;
        long start = System.nanoTime();
        workers.run(worker -> {
            int from = workers.from(worker, envs.count());
            int to = workers.to(worker, envs.count());
            for (int i = 0; System.nanoTime() - start < seconds * 1e9; i++) {
                envs.step(from, to, actions.asSlice(i % ACTIONS * size, size));
                steps.add(to - from);
            }
        });
        return steps.sum() / ((System.nanoTime() - start) * 1e-9);
    }
}
