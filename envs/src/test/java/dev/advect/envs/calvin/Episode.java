package dev.advect.envs.calvin;

import dev.advect.env.Step;
import dev.advect.random.Rng;

import java.util.Objects;

/** An episode at the desk, stepped by tests. */
final class Episode implements AutoCloseable {
    final CalvinEnv env;
    final Step step;
    final float[] observation;
    final float[] action;

    Episode(String task, long seed) {
        env = task(task).create();
        observation = new float[env.spec().observationSize()];
        action = new float[env.spec().actionSize()];
        action[6] = 1;
        step = new Step(observation.length);
        env.reset(new Rng(seed, 0), observation);
    }

    static CalvinTask task(String name) {
        return Objects.requireNonNull(CalvinTasks.all().get(name));
    }

    CalvinTable table() {
        return env.episode().table;
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
