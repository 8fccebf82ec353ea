package dev.advect.envs.calvin;

import dev.advect.envs.calvin.CalvinGoal.Rule;
import dev.advect.envs.calvin.CalvinPlan.Place;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * CALVIN's 34 tasks, in CALVIN's order, with the rules by which chains are made of them. They are those of its evaluation,
 * except where these make chains that cannot be done: a block is placed in the compartment that the door leaves open, where
 * there is none yet; a task that begins with a block on the table does not follow the one that ends with this block in the
 * air, {@code unstack_block}; and {@code push_into_drawer}, which begins with a block that the hand does not touch, does not
 * follow a task that ends with the hand at this block.
 */
final class CalvinGoals {
    private static final List<CalvinGoal> ALL = collect();

    private CalvinGoals() {}

    /** All tasks; their order is that of the one-hot vector. */
    static List<CalvinGoal> all() {
        return ALL;
    }

    /** The place of a task in the one-hot vector. */
    static int index(CalvinGoal goal) {
        int index = 0;
        while (!ALL.get(index).name().equals(goal.name())) {
            index++;
        }
        return index;
    }

    /** The task of the given name, which must exist. */
    static CalvinGoal named(String name) {
        return ALL.stream().filter(goal -> goal.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("CALVIN has no task '" + name + "'"));
    }

    private static List<CalvinGoal> collect() {
        List<CalvinGoal> all = new ArrayList<>();
        for (CalvinBlock block : CalvinBlock.values()) {
            all.add(rotate(block, "_right", -60));
            all.add(rotate(block, "_left", 60));
        }
        for (CalvinBlock block : CalvinBlock.values()) {
            all.add(push(block, "_right", 0.1));
            all.add(push(block, "_left", -0.1));
        }
        all.add(simple("move_slider_left", 2, CalvinCondition.moved(state -> state.slider, 0.15), plan -> !plan.sliderLeft(),
                plan -> plan.withSliderLeft(true)));
        all.add(simple("move_slider_right", 2, CalvinCondition.moved(state -> state.slider, -0.15), CalvinPlan::sliderLeft,
                plan -> plan.withSliderLeft(false)));
        all.add(simple("open_drawer", 3, CalvinCondition.moved(state -> state.drawer, 0.12), plan -> !plan.drawerOpen(),
                plan -> plan.withDrawerOpen(true)));
        all.add(simple("close_drawer", 3, CalvinCondition.moved(state -> state.drawer, -0.12), CalvinPlan::drawerOpen,
                plan -> plan.withDrawerOpen(false)));
        for (CalvinBlock block : CalvinBlock.values()) {
            String name = "lift_" + block.label();
            all.add(lift(name + "_table", 4, block, 0.05, CalvinThing.DESK, plan -> onTable(plan, block)));
            all.add(lift(name + "_slider", 5, block, 0.03, CalvinThing.PLANK,
                    plan -> plan.place(block) == plan.openCompartment()));
            all.add(lift(name + "_drawer", 6, block, 0.05, CalvinThing.DRAWER,
                    plan -> plan.place(block) == Place.DRAWER && plan.drawerOpen()));
        }
        all.add(place("place_in_slider", CalvinThing.PLANK, plan -> plan.isEmpty(plan.openCompartment()),
                CalvinPlan::openCompartment));
        all.add(place("place_in_drawer", CalvinThing.DRAWER, CalvinPlan::drawerOpen, plan -> Place.DRAWER));
        all.add(stack());
        all.add(unstack());
        all.add(simple("turn_on_lightbulb", 8, (start, end) -> !start.lightbulb && end.lightbulb,
                plan -> !plan.lightbulb(), plan -> plan.withLightbulb(true)));
        all.add(simple("turn_off_lightbulb", 8, (start, end) -> start.lightbulb && !end.lightbulb, CalvinPlan::lightbulb,
                plan -> plan.withLightbulb(false)));
        all.add(simple("turn_on_led", 8, (start, end) -> !start.led && end.led, plan -> !plan.led(),
                plan -> plan.withLed(true)));
        all.add(simple("turn_off_led", 8, (start, end) -> start.led && !end.led, CalvinPlan::led,
                plan -> plan.withLed(false)));
        all.add(pushIntoDrawer());
        return List.copyOf(all);
    }

    /** A task that needs an empty hand. */
    private static Rule free(Predicate<CalvinPlan> possible, Function<CalvinPlan, CalvinPlan> effect) {
        return new Rule(plan -> !plan.grasped() && possible.test(plan), effect::apply);
    }

    private static CalvinGoal simple(String name, int category, CalvinCondition condition, Predicate<CalvinPlan> possible,
            Function<CalvinPlan, CalvinPlan> effect) {
        return new CalvinGoal(name, category, condition, List.of(free(possible, effect)));
    }

    private static CalvinGoal rotate(CalvinBlock block, String side, double degrees) {
        return simple("rotate_" + block.label() + side, 1, CalvinCondition.rotated(block, degrees),
                plan -> onTable(plan, block) || plan.place(block) == Place.RAISED,
                plan -> plan.with(block, Place.HANDLED));
    }

    private static CalvinGoal push(CalvinBlock block, String side, double metres) {
        return simple("push_" + block.label() + side, 1, CalvinCondition.pushed(block, metres),
                plan -> onTable(plan, block), plan -> plan.with(block, Place.HANDLED));
    }

    /** Whether a block lies on the table, where the hand may touch it. */
    private static boolean onTable(CalvinPlan plan, CalvinBlock block) {
        return plan.place(block) == Place.TABLE || plan.place(block) == Place.HANDLED;
    }

    private static CalvinGoal lift(String name, int category, CalvinBlock block, double height, CalvinThing surface,
            Predicate<CalvinPlan> possible) {
        return simple(name, category, CalvinCondition.lifted(block, height, surface), possible,
                plan -> plan.with(block, Place.GRASPED));
    }

    private static CalvinGoal place(String name, CalvinThing surface, Predicate<CalvinPlan> possible,
            Function<CalvinPlan, Place> place) {
        return new CalvinGoal(name, 7, CalvinCondition.placed(surface), Stream.of(CalvinBlock.values())
                .map(block -> new Rule(plan -> plan.place(block) == Place.GRASPED && possible.test(plan),
                        plan -> plan.with(block, place.apply(plan)))).toList());
    }

    /** All ordered pairs of different blocks. */
    private static <T> List<T> pairs(BiFunction<CalvinBlock, CalvinBlock, T> function) {
        return Stream.of(CalvinBlock.values()).flatMap(top -> Stream.of(CalvinBlock.values())
                .filter(bottom -> bottom != top).map(bottom -> function.apply(top, bottom))).toList();
    }

    private static CalvinGoal stack() {
        return new CalvinGoal("stack_block", 10, CalvinCondition.stacked(), pairs((top, bottom) -> new Rule(
                plan -> plan.place(top) == Place.GRASPED && plan.place(bottom) == Place.TABLE,
                plan -> plan.with(top, Place.STACKED_TOP).with(bottom, Place.STACKED_BOTTOM))));
    }

    private static CalvinGoal unstack() {
        return new CalvinGoal("unstack_block", 11, CalvinCondition.unstacked(), pairs((top, bottom) -> free(
                plan -> plan.place(top) == Place.STACKED_TOP && plan.place(bottom) == Place.STACKED_BOTTOM,
                plan -> plan.with(top, Place.RAISED).with(bottom, Place.TABLE))));
    }

    private static CalvinGoal pushIntoDrawer() {
        return new CalvinGoal("push_into_drawer", 9, CalvinCondition.pushedIntoDrawer(), Stream.of(CalvinBlock.values())
                .map(block -> free(plan -> plan.drawerOpen() && plan.place(block) == Place.TABLE
                        && Stream.of(CalvinBlock.values()).allMatch(other -> other == block || plan.inSlider(other)),
                        plan -> plan.with(block, Place.DRAWER))).toList());
    }
}
