package dev.advect.envs.suite;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The catalogue of the control suite: all its tasks by name. */
public final class Suite {
    private static final SortedMap<String, SuiteTask> TASKS = collect();

    private Suite() {}

    /** All tasks, sorted by name; each one is the factory of its environment. */
    public static SortedMap<String, SuiteTask> tasks() {
        return TASKS;
    }

    /** The task with the given name, for example {@code cheetah-run}. */
    public static SuiteTask task(String name) {
        SuiteTask task = TASKS.get(name);
        if (task == null) {
            throw new IllegalArgumentException("no suite task '" + name + "'; there are " + TASKS.keySet());
        }
        return task;
    }

    private static SortedMap<String, SuiteTask> collect() {
        SortedMap<String, SuiteTask> tasks = new TreeMap<>();
        Stream.of(
                        Acrobot.tasks(),
                        BallInCup.tasks(),
                        Cartpole.tasks(),
                        Cheetah.tasks(),
                        Finger.tasks(),
                        Fish.tasks(),
                        Hopper.tasks(),
                        Humanoid.tasks(),
                        Pendulum.tasks(),
                        PointMass.tasks(),
                        Reacher.tasks(),
                        Swimmer.tasks(),
                        Walker.tasks())
                .flatMap(List::stream)
                .forEach(task -> tasks.put(task.spec().name(), task));
        return Collections.unmodifiableSortedMap(tasks);
    }
}
