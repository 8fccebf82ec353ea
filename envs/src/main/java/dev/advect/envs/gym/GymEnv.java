package dev.advect.envs.gym;

import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/** A batch of one, created at the first reset, so that reading the spec does not start Python. */
final class GymEnv implements DrawableEnv {
    private final GymFactory factory;
    private @Nullable GymBatch batch;

    GymEnv(GymFactory factory) {
        this.factory = factory;
    }

    @Override
    public EnvSpec spec() {
        return factory.spec();
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        GymBatch current = batch;
        if (current == null) {
            current = factory.createDrawn();
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
    public Drawing draw() {
        if (batch == null) {
            throw new IllegalStateException(spec().name() + " is drawn before its first reset");
        }
        return batch.draw(0);
    }

    @Override
    public void close() {
        if (batch != null) {
            batch.close();
        }
    }
}
