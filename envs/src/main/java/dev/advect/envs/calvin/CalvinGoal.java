package dev.advect.envs.calvin;

import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * One of CALVIN's 34 tasks.
 *
 * @param name the name in CALVIN, for example {@code open_drawer}
 * @param category a chain of tasks has at most one of each category
 * @param condition when it is done
 * @param rules the states in which it is possible, and what becomes of them
 */
record CalvinGoal(String name, int category, CalvinCondition condition, List<Rule> rules) {

    /** One way in which a task is possible: a condition on the desk and the effect of the task. */
    record Rule(Predicate<CalvinPlan> possible, UnaryOperator<CalvinPlan> effect) {}

    CalvinGoal {
        rules = List.copyOf(rules);
    }

    /** The states that the task can lead to; empty if it is not possible, and several if it leaves a choice of blocks. */
    List<CalvinPlan> after(CalvinPlan plan) {
        return rules.stream().filter(rule -> rule.possible().test(plan)).map(rule -> rule.effect().apply(plan.letGo()))
                .toList();
    }

    boolean possible(CalvinPlan plan) {
        return rules.stream().anyMatch(rule -> rule.possible().test(plan));
    }
}
