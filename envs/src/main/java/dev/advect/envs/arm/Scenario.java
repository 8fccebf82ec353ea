package dev.advect.envs.arm;

import dev.advect.mujoco.Data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The part of a manipulation task besides its robots: the objects, their initial poses and observations, reward and
 * success. An instance is bound to one simulation.
 */
interface Scenario {

    /** Creates the scenario of one simulation. */
    @FunctionalInterface
    interface Binder {
        Scenario bind(Data data, List<PandaRobot> robots);
    }

    /** Samples the initial poses and sizes of the objects. */
    void place(RandomGenerator random);

    /** Writes the observation of the objects, starting at index {@code offset}. */
    void observe(float[] observation, int offset);

    /** Whether the task is solved in the current state. */
    boolean succeeded();

    /** The reward of the current state, in [0, 1]; by default 1 on success and otherwise 0. */
    default double reward() {
        return succeeded() ? 1 : 0;
    }

    /** Creates a scripted policy for this simulation. */
    ScriptedExpert expert();

    /** Writes the values sampled for the episode that are not part of the simulation state. */
    default void save(DataOutput out) throws IOException {}

    /** Restores the values that {@link #save} wrote. */
    default void load(DataInput in) throws IOException {}
}
