package dev.advect.envs;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * What an environment adds to the simulation that {@link MujocoEnv} runs: where an episode starts, what is seen, what is
 * good, when it is over. An instance belongs to one simulation state and holds views of it, so that none of these calls
 * need allocate.
 *
 * <p>Positions and velocities of joints are those at the end of a step. All that MuJoCo derives from them (poses of
 * bodies and geoms, sensors) was worked out before the last integration and is one physics step older; after
 * {@link #reset} it belongs to the initial state.
 */
public interface MujocoTask {
    /**
     * Draws an initial state, and leaves all that is derived from it up to date.
     *
     * <p>MuJoCo's state was reset just before: default positions, no velocity, no control.
     */
    void reset(RandomGenerator random);

    /** Writes the observation, {@code [observationSize]}. */
    void observe(float[] observation);

    /**
     * The reward of the step that was just simulated.
     *
     * @param action as the policy gave it, {@code [actionSize]}
     */
    double reward(float[] action);

    /** Whether the step that was just simulated led to a state whose future is worth nothing. */
    default boolean terminated() {
        return false;
    }

    /**
     * Which of the environment's milestones were reached in the episode so far, bit i for number i; asked for after
     * {@link #reward}.
     */
    default long reached() {
        return 0;
    }

    /** Writes what the next step depends on beside the simulation state, which is saved already. */
    default void save(DataOutput out) throws IOException {}

    /** Reads what {@link #save} wrote. */
    default void load(DataInput in) throws IOException {}
}
