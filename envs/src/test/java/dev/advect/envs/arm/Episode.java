package dev.advect.envs.arm;

import dev.advect.env.Step;
import dev.advect.random.Rng;

import java.util.Objects;

/** An episode of a task, stepped by tests. */
final class Episode implements AutoCloseable {
    final ArmEnv env;
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

    static ArmTask task(String name) {
        return Objects.requireNonNull(ArmTasks.all().get(name));
    }

    Panda panda() {
        return env.episode().robots().getFirst().panda;
    }

    /** The grip point after all has been worked out anew, m. */
    double[] grip() {
        env.data().forward();
        return new double[] {panda().grip(0), panda().grip(1), panda().grip(2)};
    }

    double[] rotation() {
        env.data().forward();
        double[] rotation = new double[9];
        panda().gripRotation(rotation);
        return rotation;
    }

    void steps(int count, double... components) {
        for (int i = 0; i < components.length; i++) {
            action[i] = (float) components[i];
        }
        for (int i = 0; i < count; i++) {
            step.clear();
            env.step(action, step);
        }
    }

    @Override
    public void close() {
        env.close();
    }
}
