package dev.advect.envs;

import com.sun.management.ThreadMXBean;
import dev.advect.env.Env;
import dev.advect.env.Step;
import dev.advect.random.Rng;

import java.lang.management.ManagementFactory;

/** An environment at the beginning of an episode, stepped by tests. */
public class SteppedEnv<E extends Env> implements AutoCloseable {
    private static final int ROUNDS = 60;

    public final E env;
    public final Step step;
    public final float[] observation;
    public final float[] action;

    protected SteppedEnv(E env, long seed) {
        this.env = env;
        observation = new float[env.spec().observationSize()];
        action = new float[env.spec().actionSize()];
        step = new Step(observation.length);
        env.reset(new Rng(seed, 0), observation);
    }

    public final void step() {
        step.clear();
        env.step(action, step);
    }

    /**
     * The bytes that some steps allocate, by the least of many rounds: the first ones are interpreted, and nobody knows when
     * the compiler will have finished.
     */
    public final long allocatedBySteps(int steps) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int t = 0; t < steps; t++) {
                step();
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Override
    public final void close() {
        env.close();
    }
}
