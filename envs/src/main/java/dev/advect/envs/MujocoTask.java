package dev.advect.envs;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * The task of a {@link MujocoEnv}: initial states, observations, rewards and termination. An instance is bound to one
 * simulation state and holds views of it, so that none of these calls needs to allocate.
 *
 * <p>Joint positions and velocities are those at the end of a step. The quantities that MuJoCo derives from them (poses
 * of bodies and geoms, sensors) were computed before the last integration and are one physics step older; after
 * {@link #reset} they describe the initial state.
 */
public interface MujocoTask {
    /**
     * Samples an initial state and updates all derived quantities.
     *
     * <p>MuJoCo's state was reset just before: default positions, zero velocities and zero controls.
     */
    void reset(RandomGenerator random);

    /** Writes the observation, {@code [observationSize]}. */
    void observe(float[] observation);

    /**
     * The reward of the step that was just simulated.
     *
     * @param action the policy's action, in [-1, 1], {@code [actionSize]}
     */
    double reward(float[] action);

    /** Whether the step that was just simulated led to a terminal state, whose value is zero. */
    default boolean terminated() {
        return false;
    }

    /**
     * Whether the episode ends here although the state still has a value, for example because a motion to be followed is
     * over.
     */
    default boolean truncated() {
        return false;
    }

    /**
     * The milestones reached so far in the episode as a bit set: bit i stands for milestone i. This is called after
     * {@link #reward}.
     */
    default long reached() {
        return 0;
    }

    /** Writes the state that the task keeps between steps; the simulation state is saved separately. */
    default void save(DataOutput out) throws IOException {}

    /** Restores the state that {@link #save} wrote. */
    default void load(DataInput in) throws IOException {}
}
