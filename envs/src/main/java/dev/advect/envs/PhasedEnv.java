package dev.advect.envs;

import dev.advect.env.Step;

/**
 * A simulated environment whose control step has two phases: the physics, then reward and observation.
 * {@link PhasedBatch} runs the first phase of several environments before the second.
 */
public interface PhasedEnv extends SimulatedEnv {

    /**
     * Runs the first phase of a control step: the physics.
     *
     * @param action in [-1, 1], {@code [actionSize]}
     */
    void advance(float[] action);

    /**
     * Runs the second phase of a control step: reward, observation and termination.
     *
     * @param action the action that was passed to {@link #advance}, {@code [actionSize]}
     * @param out receives the result of the step
     */
    void conclude(float[] action, Step out);

    @Override
    default void step(float[] action, Step out) {
        advance(action);
        conclude(action, out);
    }
}
