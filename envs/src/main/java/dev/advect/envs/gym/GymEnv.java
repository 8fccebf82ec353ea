package dev.advect.envs.gym;

import dev.advect.env.BatchEnv;
import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/** A batch of one, created at the first reset, so that reading the spec does not start Python. */
final class GymEnv implements Env {
    private final GymFactory factory;
    private @Nullable BatchEnv batch;

    GymEnv(GymFactory factory) {
        this.factory = factory;
    }

    @Override
    public EnvSpec spec() {
        return factory.spec();
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        BatchEnv current = batch;
        if (current == null) {
            current = factory.createBatch(1);
            batch = current;
        }
        current.reset(0, random, observation);
    }

    @Override
    public void step(float[] action, Step out) {
        if (batch == null) {
            throw new IllegalStateException(spec().name() + " is stepped before its first reset");
        }
        batch.step(0, 1, new float[][] {action}, new Step[] {out});
    }

    @Override
    public void close() {
        if (batch != null) {
            batch.close();
        }
    }
}
