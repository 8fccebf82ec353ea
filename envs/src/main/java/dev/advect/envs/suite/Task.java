package dev.advect.envs.suite;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

import java.util.random.RandomGenerator;

/**
 * What a domain adds to the simulation that {@link SuiteEnv} runs: where an episode starts, what is seen, what is
 * good. An instance belongs to one simulation state and holds views of it, so that none of these calls allocates.
 *
 * <p>Positions and velocities of joints are those at the end of a step. All that MuJoCo derives from them (poses of
 * bodies and geoms, sensors) was worked out before the last integration and is one physics step older, here as in
 * Playground; after {@link #reset} it belongs to the initial state.
 */
interface Task {
    /**
     * Draws an initial state.
     *
     * <p>MuJoCo's state was reset just before: default positions, no velocity, no control.
     */
    void reset(RandomGenerator random);

    /** Writes the observation, {@code [observationSize]}. */
    void observe(float[] observation);

    /**
     * The reward of the step that was just simulated, in [0, 1].
     *
     * @param action as the policy gave it, {@code [actionSize]}
     */
    double reward(float[] action);

    /** Makes the task of one simulation state. */
    @FunctionalInterface
    interface Binder {
        Task bind(Model model, Data data);
    }
}
