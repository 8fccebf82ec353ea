package dev.advect.envs.kitchen;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import static dev.advect.envs.kitchen.KitchenElement.BOTTOM_BURNER;
import static dev.advect.envs.kitchen.KitchenElement.KETTLE;
import static dev.advect.envs.kitchen.KitchenElement.LIGHT_SWITCH;
import static dev.advect.envs.kitchen.KitchenElement.MICROWAVE;
import static dev.advect.envs.kitchen.KitchenElement.SLIDE_CABINET;

/**
 * The kitchen's tasks by name: D4RL's three sets of four elements, with velocities observed and without, and each element
 * by itself.
 */
public final class KitchenTasks {
    private static final List<KitchenElement> COMPLETE = List.of(MICROWAVE, KETTLE, LIGHT_SWITCH, SLIDE_CABINET);
    private static final List<KitchenElement> MIXED = List.of(MICROWAVE, KETTLE, BOTTOM_BURNER, LIGHT_SWITCH);

    private static final SortedMap<String, KitchenTask> TASKS = collect();

    private KitchenTasks() {}

    /** All tasks, sorted by name; each one is the factory of its environment. */
    public static SortedMap<String, KitchenTask> all() {
        return TASKS;
    }

    private static SortedMap<String, KitchenTask> collect() {
        SortedMap<String, KitchenTask> tasks = new TreeMap<>();
        addSet(tasks, "kitchen-complete", "microwave, kettle, light and sliding cabinet", COMPLETE);
        addSet(tasks, "kitchen-partial", "as kitchen-complete; its demonstrations do some of the four", COMPLETE);
        addSet(tasks, "kitchen-mixed", "microwave, kettle, a burner and the light", MIXED);
        for (KitchenElement element : KitchenElement.values()) {
            add(tasks, "kitchen-" + element.label().replace('_', '-'), description(element) + ", reward 1",
                    List.of(element), true);
        }
        return Collections.unmodifiableSortedMap(tasks);
    }

    private static String description(KitchenElement element) {
        return "a Franka arm " + switch (element) {
            case BOTTOM_BURNER -> "turns the knob of a front burner";
            case TOP_BURNER -> "turns the knob of a rear burner";
            case LIGHT_SWITCH -> "turns on the light";
            case SLIDE_CABINET -> "slides a cabinet open";
            case HINGE_CABINET -> "opens the right door of a cabinet";
            case MICROWAVE -> "opens the microwave";
            case KETTLE -> "moves the kettle to the rear burner";
        };
    }

    private static void addSet(SortedMap<String, KitchenTask> tasks, String name, String what,
            List<KitchenElement> elements) {
        String description = "a Franka arm in a kitchen: " + what + ", reward 1 for each";
        add(tasks, name, description, elements, true);
        add(tasks, name + "-positions", description + "; no velocities observed", elements, false);
    }

    private static void add(SortedMap<String, KitchenTask> tasks, String name, String description,
            List<KitchenElement> elements, boolean velocities) {
        tasks.put(name, new KitchenTask(name, description, elements, velocities));
    }
}
