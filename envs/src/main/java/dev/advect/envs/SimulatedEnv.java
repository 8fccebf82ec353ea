package dev.advect.envs;

import dev.advect.env.SavableEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.Mujoco;

/** An environment that is a simulation of MuJoCo's: it can be drawn, inspected and timed. */
public interface SimulatedEnv extends SavableEnv {

    /** The compiled model, which other instances may share: geoms and bodies to draw. */
    Model model();

    /** The simulation state, to draw or to inspect; changing it changes the episode. */
    Data data();

    /** Episodes of this instance that ended because the simulation blew up. */
    long divergences();

    @Override
    default String physics() {
        return "MuJoCo " + Mujoco.version();
    }
}
