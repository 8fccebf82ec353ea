package dev.advect.envs;

import dev.advect.env.Env;
import dev.advect.env.Step;
import dev.advect.random.Rng;

/** An environment at the beginning of an episode, stepped by tests. */
public class SteppedEnv<E extends Env> implements AutoCloseable {
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

    @Override
    public final void close() {
        env.close();
    }
}
