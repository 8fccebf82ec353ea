package dev.advect.envs;

import dev.advect.env.Step;

/**
 * A simulation whose control step falls into two halves: the physics, and what is made of it. {@link PhasedBatch} does
 * the first of many, then the second of many.
 */
public interface PhasedEnv extends SimulatedEnv {

    /**
     * The first half of a control step: the physics.
     *
     * @param action in [-1, 1], {@code [actionSize]}
     */
    void advance(float[] action);

    /**
     * The second half of a control step: reward, observation, end.
     *
     * @param action what {@link #advance} was called with, {@code [actionSize]}
     * @param out filled with what came of it
     */
    void conclude(float[] action, Step out);

    @Override
    default void step(float[] action, Step out) {
        advance(action);
        conclude(action, out);
    }
}
