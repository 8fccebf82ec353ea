package dev.advect.envs.calvin;

import java.util.Collections;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * CALVIN's tasks by name: each of the 34 by itself in scene D, as {@code calvin-open_drawer}, and the chain of five in scene D
 * ({@code calvin-chain}) and in the scenes A, B and C ({@code calvin-chain-a} and so on).
 */
public final class CalvinTasks {
    private static final SortedMap<String, CalvinTask> TASKS = collect();

    private CalvinTasks() {}

    /** All tasks, sorted by name; each one is the factory of its environment. */
    public static SortedMap<String, CalvinTask> all() {
        return TASKS;
    }

    private static SortedMap<String, CalvinTask> collect() {
        SortedMap<String, CalvinTask> tasks = new TreeMap<>();
        for (CalvinGoal goal : CalvinGoals.all()) {
            add(tasks, CalvinTask.single(goal, CalvinScene.D));
        }
        for (CalvinScene scene : CalvinScene.values()) {
            String suffix = scene == CalvinScene.D ? "" : "-" + scene.name().toLowerCase(Locale.ROOT);
            add(tasks, CalvinTask.chain("calvin-chain" + suffix, scene));
        }
        return Collections.unmodifiableSortedMap(tasks);
    }

    private static void add(SortedMap<String, CalvinTask> tasks, CalvinTask task) {
        tasks.put(task.spec().name(), task);
    }
}
