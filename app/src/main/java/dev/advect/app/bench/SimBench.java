package dev.advect.app.bench;

import com.sun.management.ThreadMXBean;
import dev.advect.app.options.Environments;
import dev.advect.env.BatchEnv;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.envs.SimulatedEnv;
import dev.advect.mujoco.Model;
import dev.advect.nn.Workers;
import dev.advect.random.Rng;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * A benchmark that steps copies of an environment with uniformly random actions. Every worker steps its own copies
 * without waiting for the others. The episodes of the copies end at different times, so that every time interval
 * contains its share of resets.
 */
final class SimBench implements AutoCloseable {
    private static final int ENVS_PER_THREAD = 32;

    /** The number of different action sets, which are used in turn. */
    private static final int ACTIONS = 64;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Arena arena = Arena.ofShared();
    private final Workers workers;
    private final VectorEnv envs;
    private final List<SimulatedEnv> simulations = new ArrayList<>();
    private final List<MemorySegment> actions = new ArrayList<>();

    /**
     * The measured speed and cost of stepping.
     *
     * @param envSteps environment steps per second
     * @param physicsSteps physics steps per second, including those simulated during resets
     * @param physicsStepsPerCpu physics steps per second of processor time
     * @param cpuMicros microseconds of processor time per environment step
     * @param allocatedBytes bytes that the stepping threads allocate on the Java heap per environment step
     */
    record Rate(
            double envSteps, double physicsSteps, double physicsStepsPerCpu, double cpuMicros, double allocatedBytes) {}

    SimBench(Environments.Entry env, int threads) {
        this(env, threads, threads * ENVS_PER_THREAD);
    }

    /** Creates {@code count} copies of the environment. */
    SimBench(Environments.Entry env, int threads, int count) {
        workers = new Workers(threads);
        envs = new VectorEnv(new Noting(env.factory()), count, 0, VectorEnv.NonFinite.END_EPISODE);
        Rng random = new Rng(0, 0);
        int size = count * env.spec().actionSize();
        for (int i = 0; i < ACTIONS; i++) {
            MemorySegment set = arena.allocate((long) size * Float.BYTES, 64);
            for (int j = 0; j < size; j++) {
                set.setAtIndex(ValueLayout.JAVA_FLOAT, j, random.nextFloat(-1, 1));
            }
            actions.add(set);
        }
        workers.run(worker -> {
            envs.reset(workers.from(worker, count), workers.to(worker, count));
            envs.stagger(workers.from(worker, count), workers.to(worker, count));
        });
    }

    /** An environment factory that wraps another one and records the simulations it creates. */
    private final class Noting implements EnvFactory {
        private final EnvFactory factory;

        Noting(EnvFactory factory) {
            this.factory = factory;
        }

        @Override
        public Env create() {
            return factory.create();
        }

        @Override
        public BatchEnv createBatch(int count) {
            BatchEnv batch = factory.createBatch(count);
            for (int i = 0; i < count; i++) {
                if (batch.savable(i) instanceof SimulatedEnv simulation) {
                    simulations.add(simulation);
                }
            }
            return batch;
        }
    }

    /** The simulated MuJoCo model, if the environment has one. */
    Optional<Model> model() {
        return simulations.stream().findFirst().map(SimulatedEnv::model);
    }

    Rate run(double seconds) {
        LongAdder steps = new LongAdder();
        LongAdder bytes = new LongAdder();
        LongAdder nanos = new LongAdder();
        long physicsBefore = physicsSteps();
        long start = System.nanoTime();
        workers.run(worker -> {
            int from = workers.from(worker, envs.count());
            int to = workers.to(worker, envs.count());
            long batches = 0;
            long cpu = threads.getCurrentThreadCpuTime();
            long allocated = threads.getCurrentThreadAllocatedBytes();
            while (from < to && System.nanoTime() - start < seconds * 1e9) {
                envs.step(from, to, actions.get((int) (batches++ % ACTIONS)));
            }
            bytes.add(threads.getCurrentThreadAllocatedBytes() - allocated);
            nanos.add(threads.getCurrentThreadCpuTime() - cpu);
            steps.add(batches * (to - from));
        });
        double time = (System.nanoTime() - start) * 1e-9;
        double envSteps = steps.sum();
        double physicsSteps = simulations.isEmpty()
                ? envSteps * envs.spec().physicsSteps()
                : physicsSteps() - physicsBefore;
        return new Rate(envSteps / time, physicsSteps / time, physicsSteps / (nanos.sum() * 1e-9),
                nanos.sum() * 1e-3 / envSteps, bytes.sum() / envSteps);
    }

    private long physicsSteps() {
        return simulations.stream().mapToLong(simulation -> simulation.data().steps()).sum();
    }

    @Override
    public void close() {
        workers.close();
        envs.close();
        arena.close();
    }
}
