package dev.advect.envs.kitchen;

import dev.advect.env.Step;
import dev.advect.random.Rng;

import java.util.Objects;

/** An episode in the kitchen, stepped by tests. */
final class Episode implements AutoCloseable {
    final KitchenEnv env;
    final Step step;
    final float[] observation;
    final float[] action;

    Episode(String task, long seed) {
        env = task(task).create();
        observation = new float[env.spec().observationSize()];
        action = new float[env.spec().actionSize()];
        step = new Step(observation.length);
        env.reset(new Rng(seed, 0), observation);
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

    void step() {
        step.clear();
        env.step(action, step);
    }

    @Override
    public void close() {
        env.close();
    }
}
