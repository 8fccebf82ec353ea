package dev.advect.envs.arm;

import dev.advect.mujoco.Data;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * What a task puts in front of its robots: the things, where they start, what is seen of them, and when it is done. An
 * instance belongs to one simulation.
 */
interface Scenario {

    /** Makes the scenario of one simulation. */
    @FunctionalInterface
    interface Binder {
        Scenario bind(Data data, List<PandaRobot> robots);
    }

    /** Draws where the things are at the beginning of an episode. */
    void place(RandomGenerator random);

    /** Writes what is seen of the things from {@code at} on. */
    void observe(float[] observation, int at);

    /** Whether the task is done in the state at hand. */
    boolean succeeded();

    /** The reward of the state at hand, in [0, 1]: 1 for success and nothing else, if not said otherwise. */
    default double reward() {
        return succeeded() ? 1 : 0;
    }

    /** A scripted policy for this simulation. */
    ScriptedExpert expert();

    /** Writes what an episode has drawn beside the simulation state. */
    default void save(DataOutput out) throws IOException {}

    /** Reads what {@link #save} wrote. */
    default void load(DataInput in) throws IOException {}
}
