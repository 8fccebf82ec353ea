package dev.advect.envs.calvin;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import static dev.advect.envs.calvin.CalvinThing.BUTTON;
import static dev.advect.envs.calvin.CalvinThing.DESK;
import static dev.advect.envs.calvin.CalvinThing.DOOR;
import static dev.advect.envs.calvin.CalvinThing.DRAWER;
import static dev.advect.envs.calvin.CalvinThing.PLANK;
import static dev.advect.envs.calvin.CalvinThing.ROBOT;
import static org.assertj.core.api.Assertions.assertThat;

/** Each of the 34 tasks with a change that does it and changes that just fail. */
class CalvinGoalsTest {
    private static final CalvinBlock RED = CalvinBlock.RED;
    private static final CalvinBlock BLUE = CalvinBlock.BLUE;

    /** A task, a state to begin with, one that does it, and some that do not. */
    record Case(String goal, Desk start, Desk done, List<Desk> failing) {
        @Override
        public String toString() {
            return goal;
        }
    }

    private static Case of(String goal, Desk start, Desk done, Desk... failing) {
        return new Case(goal, start, done, List.of(failing));
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (CalvinBlock block : CalvinBlock.values()) {
            String name = block.name().toLowerCase(Locale.ROOT) + "_block";
            double x = 0.15 * block.index;
            for (int sign : new int[] {-1, 1}) {
                String side = sign < 0 ? "_right" : "_left";
                cases.add(of("rotate_" + name + side, new Desk(), new Desk().turned(block, 0, 0, sign * 61),
                        new Desk().turned(block, 0, 0, sign * 59), new Desk().turned(block, 0, 0, -sign * 61),
                        new Desk().turned(block, 31, 0, sign * 61), new Desk().turned(block, 0, 31, sign * 61),
                        new Desk().turned(block, 0, 0, sign * 61).at(block, x, 0.001, 0.46),
                        new Desk().turned(block, 0, 0, sign * 61).touch(block, ROBOT)));
                cases.add(of("push_" + name + (sign < 0 ? "_left" : "_right"),
                        new Desk(), new Desk().at(block, x + sign * 0.101, -0.1, 0.46).touch(block, DESK, ROBOT),
                        new Desk().at(block, x + sign * 0.099, -0.1, 0.46), new Desk().at(block, x - sign * 0.101, -0.1, 0.46),
                        new Desk().at(block, x + sign * 0.101, -0.1, 0.46).touch(block, ROBOT),
                        new Desk().at(block, x + sign * 0.101, -0.1, 0.46).touch(block, PLANK)));
            }
            lift(cases, block, "table", DESK, 0.05);
            lift(cases, block, "slider", PLANK, 0.03);
            lift(cases, block, "drawer", DRAWER, 0.05);
        }
        cases.add(of("move_slider_left", new Desk(), new Desk().slider(0.151), new Desk().slider(0.149)));
        cases.add(of("move_slider_right", new Desk().slider(0.28), new Desk().slider(0.129), new Desk().slider(0.131)));
        cases.add(of("open_drawer", new Desk(), new Desk().drawer(0.121), new Desk().drawer(0.119)));
        cases.add(of("close_drawer", new Desk().drawer(0.22), new Desk().drawer(0.099), new Desk().drawer(0.101)));
        cases.add(of("turn_on_lightbulb", new Desk(), new Desk().lightbulb(true), new Desk()));
        cases.add(of("turn_off_lightbulb", new Desk().lightbulb(true), new Desk(), new Desk().lightbulb(true)));
        cases.add(of("turn_on_led", new Desk(), new Desk().led(true), new Desk()));
        cases.add(of("turn_off_led", new Desk().led(true), new Desk(), new Desk().led(true)));
        place(cases, "slider", PLANK);
        place(cases, "drawer", DRAWER);
        cases.add(of("stack_block", new Desk().touch(RED, ROBOT), onBlue(0.99, CalvinThing.BLUE_BLOCK),
                onBlue(1.01, CalvinThing.BLUE_BLOCK), onBlue(0, CalvinThing.BLUE_BLOCK, ROBOT), onBlue(0, DESK)));
        cases.add(of("unstack_block", onBlue(0.99, CalvinThing.BLUE_BLOCK), new Desk().touch(RED, ROBOT),
                onBlue(0, CalvinThing.BLUE_BLOCK, ROBOT)));
        cases.add(of("push_into_drawer", new Desk(), new Desk().touch(RED, DRAWER), new Desk().touch(RED, DRAWER, ROBOT),
                new Desk().touch(RED, DESK)));
        return cases.stream();
    }

    private static void lift(List<Case> cases, CalvinBlock block, String from, CalvinThing surface, double height) {
        cases.add(of("lift_" + block.label() + "_" + from, new Desk().at(block, 0, 0, 0.4).touch(block, surface),
                new Desk().at(block, 0, 0, 0.401 + height).touch(block, ROBOT),
                new Desk().at(block, 0, 0, 0.399 + height).touch(block, ROBOT),
                new Desk().at(block, 0, 0, 0.401 + height).touch(block, ROBOT, surface),
                new Desk().at(block, 0, 0, 0.401 + height).touch(block)));
    }

    private static void place(List<Case> cases, String where, CalvinThing surface) {
        cases.add(of("place_in_" + where, new Desk().touch(RED, ROBOT).robot(CalvinThing.RED_BLOCK),
                new Desk().touch(RED, surface), new Desk().touch(RED, surface, ROBOT).robot(CalvinThing.RED_BLOCK),
                new Desk().touch(RED, DESK)));
    }

    private static Desk onBlue(double speed, CalvinThing... touched) {
        return new Desk().touch(RED, touched).touch(BLUE, DESK).speed(RED, speed);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void condition_doneAndJustNot(Case given) {
        CalvinCondition condition = CalvinGoals.named(given.goal()).condition();
        CalvinState start = given.start().state();

        assertThat(condition.holds(start, given.done().state())).isTrue();
        for (int i = 0; i < given.failing().size(); i++) {
            assertThat(condition.holds(start, given.failing().get(i).state())).as("failing state %d", i).isFalse();
        }
        assertThat(condition.holds(start, start)).as("nothing changed").isFalse();
    }

    @Test
    void cases_coverAllTasks() {
        assertThat(CalvinGoals.all()).hasSize(34).extracting(CalvinGoal::name)
                .containsExactlyInAnyOrderElementsOf(cases().map(Case::goal).toList());
    }

    /** What the state at the start must be like, where an end alone would do. */
    @Test
    void condition_wrongStart_isNotDone() {
        assertFails("lift_red_block_table", new Desk().touch(RED, ROBOT), new Desk().at(RED, 0, -0.1, 0.6).touch(RED, ROBOT));
        assertFails("lift_red_block_drawer", new Desk(), new Desk().at(RED, 0, -0.1, 0.6).touch(RED, ROBOT));
        assertFails("lift_red_block_slider", new Desk(), new Desk().at(RED, 0, -0.1, 0.6).touch(RED, ROBOT));
        assertFails("place_in_slider", new Desk().touch(RED, ROBOT).robot(CalvinThing.RED_BLOCK, DESK), new Desk().touch(RED, PLANK));
        assertFails("place_in_slider", new Desk().touch(RED, ROBOT, DESK).robot(CalvinThing.RED_BLOCK),
                new Desk().touch(RED, PLANK));
        assertFails("push_red_block_right", new Desk().touch(RED), new Desk().at(RED, 0.2, -0.1, 0.46).touch(RED, DESK));
        assertFails("push_red_block_right", new Desk().touch(RED, ROBOT), new Desk().at(RED, 0.2, -0.1, 0.46).touch(RED, DESK));
        assertFails("push_into_drawer", new Desk().touch(RED, DESK, ROBOT), new Desk().touch(RED, DRAWER));
        assertFails("unstack_block", onBlue(1.01, CalvinThing.BLUE_BLOCK), new Desk().touch(RED, DESK));
    }

    /** A block that is pushed keeps all that it touched, part by part of the table; the robot does not count. */
    @Test
    void push_losesASurface_isNotDone() {
        Desk atButton = new Desk().touch(RED, DESK, BUTTON);

        assertPushed(atButton, true, DESK, BUTTON);
        assertPushed(atButton, false, DESK);
        assertPushed(atButton, false, BUTTON);
        assertPushed(atButton, false, DESK, DOOR);
        assertPushed(new Desk(), false, DRAWER);
        assertPushed(new Desk().touch(RED, DESK, CalvinThing.BLUE_BLOCK), false, DESK);
        assertPushed(new Desk().touch(RED, DESK, ROBOT), true, DESK);
    }

    /** A block that is pushed may come to touch more than it did. */
    @Test
    void push_gainsASurface_isDone() {
        assertPushed(new Desk(), true, DESK, BUTTON);
        assertPushed(new Desk(), true, DESK, PLANK);
        assertPushed(new Desk(), true, DESK, CalvinThing.BLUE_BLOCK, ROBOT);
        assertPushed(new Desk(), true, DESK, CalvinThing.FLOOR);
    }

    /** A hand that is at the block already may lift it, provided that the block lies where it is lifted from. */
    @ParameterizedTest
    @EnumSource(value = CalvinThing.class, names = {"DESK", "PLANK", "DRAWER"})
    void lift_handAtTheBlock_isDone(CalvinThing surface) {
        String from = surface == DESK ? "table" : surface == PLANK ? "slider" : "drawer";
        CalvinCondition lift = CalvinGoals.named("lift_red_block_" + from).condition();
        CalvinState start = new Desk().at(RED, 0, 0, 0.4).touch(RED, surface, ROBOT).state();

        assertThat(lift.holds(start, new Desk().at(RED, 0, 0, 0.451).touch(RED, ROBOT).state())).isTrue();
    }

    private static void assertPushed(Desk start, boolean done, CalvinThing... touched) {
        CalvinCondition push = CalvinGoals.named("push_red_block_right").condition();
        CalvinState end = new Desk().at(RED, 0.11, -0.1, 0.46).touch(RED, touched).state();

        assertThat(push.holds(start.state(), end)).as("%s", List.of(touched)).isEqualTo(done);
    }

    private static void assertFails(String goal, Desk start, Desk end) {
        assertThat(CalvinGoals.named(goal).condition().holds(start.state(), end.state())).as(goal).isFalse();
    }
}
