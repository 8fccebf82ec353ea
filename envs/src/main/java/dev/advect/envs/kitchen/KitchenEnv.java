package dev.advect.envs.kitchen;

import dev.advect.envs.Expert;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.MujocoEnv;
import dev.advect.mujoco.Data;

/** One instance of a kitchen's task. Success is that all of its elements were done in the episode. */
public final class KitchenEnv extends MujocoEnv implements ExpertEnv {
    private final Kitchen kitchen;
    private final KitchenTask task;

    KitchenEnv(KitchenTask task, Data data) {
        this(task, data, new Kitchen(data, task.elements(), task.velocities()));
    }

    private KitchenEnv(KitchenTask task, Data data, Kitchen kitchen) {
        super(task.spec(), data, kitchen, kitchen);
        this.task = task;
        this.kitchen = kitchen;
    }

    Kitchen kitchen() {
        return kitchen;
    }

    @Override
    public Expert newExpert() {
        return new KitchenExpert(data(), kitchen, task.elements());
    }

    @Override
    public boolean succeeded() {
        return kitchen.allDone();
    }
}
