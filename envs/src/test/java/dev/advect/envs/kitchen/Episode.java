package dev.advect.envs.kitchen;

import dev.advect.envs.SteppedEnv;

import java.util.Objects;

/** An episode in the kitchen, stepped by tests. */
final class Episode extends SteppedEnv<KitchenEnv> {
    Episode(String task, long seed) {
        super(task(task).create(), seed);
    }

    static KitchenTask task(String name) {
        return Objects.requireNonNull(KitchenTasks.all().get(name));
    }

    double qpos(int i) {
        return env.data().qpos().get(i);
    }

    void qpos(int first, double... values) {
        for (int i = 0; i < values.length; i++) {
            env.data().qpos().set(first + i, values[i]);
        }
    }
}
