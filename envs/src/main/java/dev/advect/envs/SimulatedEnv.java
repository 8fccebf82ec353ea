package dev.advect.envs;

import dev.advect.env.SavableEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.Mujoco;

/** An environment backed by a MuJoCo simulation, which can be rendered, inspected and timed. */
public interface SimulatedEnv extends SavableEnv {

    /** The compiled model, with its bodies and geoms; other instances may share it. */
    Model model();

    /** The simulation state, for rendering and inspection; changing it changes the episode. */
    Data data();

    /** The number of episodes of this instance that ended because the simulation diverged. */
    long divergences();

    @Override
    default boolean canBeSaved() {
        return data().canSaveState();
    }

    @Override
    default String physics() {
        return "MuJoCo " + Mujoco.version();
    }
}
