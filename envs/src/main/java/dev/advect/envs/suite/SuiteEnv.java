package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;
import dev.advect.mujoco.Model;

/** An instance of a suite task: a {@link MujocoEnv} over the model that all instances share. */
public final class SuiteEnv extends MujocoEnv {
    private final Task task;

    SuiteEnv(EnvSpec spec, Model model, Task.Binder binder) {
        this(spec, model, binder, model.newData());
    }

    private SuiteEnv(EnvSpec spec, Model model, Task.Binder binder, Data data) {
        this(spec, data, binder.bind(model, data));
    }

    private SuiteEnv(EnvSpec spec, Data data, Task task) {
        super(spec, data, task);
        this.task = task;
    }

    Task task() {
        return task;
    }
}
