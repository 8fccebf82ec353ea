package dev.advect.envs.calvin;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A state in which an episode begins, and the tasks that are to be done in it, one after the other.
 *
 * @param start the state of the desk
 * @param goals the tasks, in order
 */
record CalvinChain(CalvinPlan start, List<CalvinGoal> goals) {
    /** The number of tasks in a chain of the evaluation. */
    static final int LENGTH = 5;

    private static final List<CalvinPlan> STARTS = CalvinPlan.starts();

    CalvinChain {
        goals = List.copyOf(goals);
    }

    /**
     * Samples a chain as CALVIN's evaluation does: a start state, and five different tasks of different categories each of
     * which is possible after the one before and leaves no choice.
     */
    static CalvinChain sample(RandomGenerator random) {
        CalvinPlan start = STARTS.get(random.nextInt(STARTS.size()));
        List<CalvinGoal> goals = new ArrayList<>(CalvinGoals.all());
        do {
            for (int i = 0; i < LENGTH; i++) {
                Collections.swap(goals, i, i + random.nextInt(goals.size() - i));
            }
        } while (!feasible(start, goals.subList(0, LENGTH)));
        return new CalvinChain(start, goals.subList(0, LENGTH));
    }

    /** Whether the tasks can follow one another, each leading to exactly one state, and no two have the same category. */
    static boolean feasible(CalvinPlan start, List<CalvinGoal> goals) {
        Set<Integer> categories = new HashSet<>();
        CalvinPlan plan = start;
        for (CalvinGoal goal : goals) {
            List<CalvinPlan> next = goal.after(plan);
            if (next.size() != 1 || !categories.add(goal.category())) {
                return false;
            }
            plan = next.getFirst();
        }
        return true;
    }

    /**
     * Samples a start state for a single task: one of the evaluation's in which the task is possible. Where there is none, a
     * block that is on the table is first put into the hand, on another block or into the open drawer.
     */
    static CalvinChain sample(CalvinGoal goal, RandomGenerator random) {
        List<CalvinPlan> starts = STARTS.stream().filter(goal::possible).toList();
        if (starts.isEmpty()) {
            starts = STARTS.stream().flatMap(plan -> prepared(plan).stream()).filter(goal::possible).toList();
        }
        return new CalvinChain(starts.get(random.nextInt(starts.size())), List.of(goal));
    }

    /** The states that come of a start state by moving one block of the table. */
    private static List<CalvinPlan> prepared(CalvinPlan plan) {
        List<CalvinPlan> all = new ArrayList<>();
        for (CalvinBlock block : CalvinBlock.values()) {
            if (plan.place(block) == CalvinPlan.Place.TABLE) {
                all.add(plan.with(block, CalvinPlan.Place.GRASPED));
                if (plan.drawerOpen()) {
                    all.add(plan.with(block, CalvinPlan.Place.DRAWER));
                }
                for (CalvinBlock bottom : CalvinBlock.values()) {
                    if (bottom != block && plan.place(bottom) == CalvinPlan.Place.TABLE) {
                        all.add(plan.with(block, CalvinPlan.Place.STACKED_TOP).with(bottom, CalvinPlan.Place.STACKED_BOTTOM));
                    }
                }
            }
        }
        return all;
    }
}
