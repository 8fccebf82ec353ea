package dev.advect.envs.kitchen;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

import static dev.advect.envs.kitchen.KitchenElement.BOTTOM_BURNER;
import static dev.advect.envs.kitchen.KitchenElement.KETTLE;
import static dev.advect.envs.kitchen.KitchenElement.LIGHT_SWITCH;
import static dev.advect.envs.kitchen.KitchenElement.MICROWAVE;
import static dev.advect.envs.kitchen.KitchenElement.SLIDE_CABINET;

/** The kitchen's tasks by name: D4RL's three sets of four elements, and each element by itself. */
public final class KitchenTasks {
    private static final SortedMap<String, KitchenTask> TASKS = collect();

    private KitchenTasks() {}

    /** All tasks, sorted by name; each one is the factory of its environment. */
    public static SortedMap<String, KitchenTask> all() {
        return TASKS;
    }

    private static SortedMap<String, KitchenTask> collect() {
        SortedMap<String, KitchenTask> tasks = new TreeMap<>();
        add(tasks, "complete", "a Franka arm opens the microwave, moves the kettle, turns on the light, slides a cabinet open",
                MICROWAVE, KETTLE, LIGHT_SWITCH, SLIDE_CABINET);
        add(tasks, "partial", "the elements of kitchen-complete, whose demonstrations do them only in part",
                MICROWAVE, KETTLE, LIGHT_SWITCH, SLIDE_CABINET);
        add(tasks, "mixed", "a Franka arm opens the microwave, moves the kettle, turns on a burner and the light",
                MICROWAVE, KETTLE, BOTTOM_BURNER, LIGHT_SWITCH);
        for (KitchenElement element : KitchenElement.values()) {
            add(tasks, element.label().replace('_', '-'), "a Franka arm and one element of the kitchen", element);
        }
        return Collections.unmodifiableSortedMap(tasks);
    }

    private static void add(SortedMap<String, KitchenTask> tasks, String name, String description,
            KitchenElement... elements) {
        KitchenTask task = new KitchenTask("kitchen-" + name, description + ", reward 1 for each", elements);
        tasks.put(task.spec().name(), task);
    }
}
