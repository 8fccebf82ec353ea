package dev.advect.envs.suite;

import dev.advect.envs.MujocoTask;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

/** A task of the control suite, with rewards in [0, 1] and the observation timing of Playground. */
interface Task extends MujocoTask {

    /** Creates the task of one simulation state. */
    @FunctionalInterface
    interface Binder {
        Task bind(Model model, Data data);
    }
}
