package dev.advect.envs.arm;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The catalogue of manipulation tasks by name. */
public final class ArmTasks {
    private static final SortedMap<String, ArmTask> TASKS = collect();

    private ArmTasks() {}

    /** All tasks, sorted by name; each one is the factory of its environment. */
    public static SortedMap<String, ArmTask> all() {
        return TASKS;
    }

    private static SortedMap<String, ArmTask> collect() {
        SortedMap<String, ArmTask> tasks = new TreeMap<>();
        Stream.of(Lift.task(), Can.task(), Can.shiftedTask(), Square.task(), Transport.task())
                .flatMap(task -> Stream.of(task, task.untilSuccess()))
                .forEach(task -> tasks.put(task.spec().name(), task));
        ArmTask dense = Lift.denseTask();
        tasks.put(dense.spec().name(), dense);
        return Collections.unmodifiableSortedMap(tasks);
    }
}
