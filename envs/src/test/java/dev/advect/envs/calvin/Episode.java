package dev.advect.envs.calvin;

import dev.advect.envs.SteppedEnv;

import java.util.Objects;

/** An episode at the desk, stepped by tests. */
final class Episode extends SteppedEnv<CalvinEnv> {
    Episode(String task, long seed) {
        super(task(task).create(), seed);
        action[6] = 1;
    }

    static CalvinTask task(String name) {
        return Objects.requireNonNull(CalvinTasks.all().get(name));
    }

    CalvinTable table() {
        return env.episode().table;
    }
}
