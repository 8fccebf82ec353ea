package dev.advect.envs.suite;

import dev.advect.envs.MujocoTask;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

/** What a domain adds to the simulation. Rewards lie in [0, 1]; observations are as old as Playground's. */
interface Task extends MujocoTask {

    /** Makes the task of one simulation state. */
    @FunctionalInterface
    interface Binder {
        Task bind(Model model, Data data);
    }
}
