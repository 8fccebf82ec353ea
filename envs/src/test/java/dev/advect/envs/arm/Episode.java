package dev.advect.envs.arm;

import dev.advect.envs.SteppedEnv;

import java.util.Objects;

/** An episode of a task, stepped by tests. */
final class Episode extends SteppedEnv<ArmEnv> {
    Episode(String task, long seed) {
        super(task(task).create(), seed);
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
            step();
        }
    }
}
