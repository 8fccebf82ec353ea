package dev.advect.envs.calvin;

import org.jspecify.annotations.Nullable;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

import static dev.advect.envs.calvin.CalvinThing.BUTTON;
import static dev.advect.envs.calvin.CalvinThing.DESK;
import static dev.advect.envs.calvin.CalvinThing.DOOR;
import static dev.advect.envs.calvin.CalvinThing.DRAWER;
import static dev.advect.envs.calvin.CalvinThing.PLANK;
import static dev.advect.envs.calvin.CalvinThing.ROBOT;
import static dev.advect.envs.calvin.CalvinThing.SWITCH;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A desk on which tasks are done one after the other by hand: what lies where and what touches what at the moment at which
 * each is done. What an arm cannot do, such as reaching behind the closed door, fails.
 */
final class ChainWalk {
    private static final double LEFT = -0.24;
    private static final double RIGHT = 0.07;

    private final CalvinState desk = new CalvinState();

    ChainWalk(CalvinPlan plan) {
        desk.slider = plan.sliderLeft() ? 0.28 : 0;
        desk.drawer = plan.drawerOpen() ? 0.22 : 0;
        desk.lightbulb = plan.lightbulb();
        desk.led = plan.led();
        for (CalvinBlock block : CalvinBlock.values()) {
            Euler.matrix(0, 0, 0, desk.block(block).rotation);
            switch (plan.place(block)) {
                case TABLE -> put(block, 0.1 * block.index, 0.46, DESK);
                case SLIDER_LEFT -> put(block, LEFT, 0.46, PLANK);
                case SLIDER_RIGHT -> put(block, RIGHT, 0.46, PLANK);
                default -> throw new IllegalArgumentException("no start of a chain: " + plan);
            }
        }
    }

    /** A copy of the present state. */
    CalvinState state() {
        CalvinState copy = new CalvinState();
        copy.slider = desk.slider;
        copy.drawer = desk.drawer;
        copy.lightbulb = desk.lightbulb;
        copy.led = desk.led;
        copy.robotTouches.addAll(desk.robotTouches);
        for (CalvinBlock block : CalvinBlock.values()) {
            System.arraycopy(desk.block(block).position, 0, copy.block(block).position, 0, 3);
            System.arraycopy(desk.block(block).rotation, 0, copy.block(block).rotation, 0, 9);
            copy.block(block).touches.addAll(desk.block(block).touches);
        }
        return copy;
    }

    /** Does a task in the way its name says. */
    void done(String task) {
        CalvinBlock held = held();
        boolean releases = task.startsWith("place") || task.startsWith("stack");
        assertThat(held != null && desk.block(held).touchesOnly(ROBOT) && desk.block(held).position[2] > 0.51)
                .as("%s with a block in the hand", task).isEqualTo(releases);
        letGo();
        switch (task.substring(0, task.indexOf('_'))) {
            case "rotate" -> {
                CalvinBlock block = named(task);
                Euler.matrix(0, 0, task.endsWith("left") ? 1.3 : -1.3, desk.block(block).rotation);
                hold(block, DESK);
            }
            case "push" -> push(task);
            case "move" -> {
                desk.slider = task.endsWith("left") ? 0.28 : 0;
                desk.robotTouches.add(DOOR);
            }
            case "open", "close" -> {
                desk.drawer = task.startsWith("open") ? 0.22 : 0;
                desk.robotTouches.add(DRAWER);
            }
            case "lift" -> lift(named(task), task.endsWith("slider"));
            case "place" -> place(Objects.requireNonNull(held), task.endsWith("slider"));
            case "stack" -> stack(Objects.requireNonNull(held));
            case "unstack" -> unstack();
            default -> {
                desk.robotTouches.add(task.endsWith("led") ? BUTTON : SWITCH);
                desk.led = task.endsWith("led") ? task.contains("_on_") : desk.led;
                desk.lightbulb = task.endsWith("bulb") ? task.contains("_on_") : desk.lightbulb;
            }
        }
    }

    private static CalvinBlock named(String task) {
        for (CalvinBlock block : CalvinBlock.values()) {
            if (task.contains(block.label())) {
                return block;
            }
        }
        throw new IllegalArgumentException(task + " names no block");
    }

    /** The hand leaves what it touches; a block in the air comes to lie on the desk. */
    private void letGo() {
        desk.robotTouches.clear();
        for (CalvinBlock block : CalvinBlock.values()) {
            Set<CalvinThing> touches = desk.block(block).touches;
            if (touches.remove(ROBOT) && touches.isEmpty()) {
                put(block, desk.block(block).position[0], 0.46, DESK);
            }
        }
    }

    private @Nullable CalvinBlock held() {
        for (CalvinBlock block : CalvinBlock.values()) {
            if (desk.block(block).touchesOnly(ROBOT)) {
                return block;
            }
        }
        return null;
    }

    private void put(CalvinBlock block, double x, double z, CalvinThing... touches) {
        desk.block(block).position[0] = x;
        desk.block(block).position[2] = z;
        desk.block(block).touches.clear();
        desk.block(block).touches.addAll(Set.of(touches));
    }

    private void hold(CalvinBlock block, CalvinThing... besides) {
        Set<CalvinThing> touches = EnumSet.of(ROBOT);
        touches.addAll(Set.of(besides));
        desk.block(block).touches.clear();
        desk.block(block).touches.addAll(touches);
        desk.robotTouches.add(block.thing);
    }

    private void push(String task) {
        if (task.equals("push_into_drawer")) {
            assertThat(desk.drawer).isGreaterThan(0.2);
            for (CalvinBlock block : CalvinBlock.values()) {
                if (desk.block(block).touchesOnly(DESK)) {
                    put(block, 0.1, 0.36, DRAWER);
                    return;
                }
            }
        } else {
            CalvinBlock block = named(task);
            desk.block(block).position[0] += task.endsWith("right") ? 0.12 : -0.12;
            hold(block, DESK);
        }
    }

    private void lift(CalvinBlock block, boolean fromCompartment) {
        if (fromCompartment) {
            assertThat(desk.block(block).position[0]).isEqualTo(openCompartment());
        }
        put(block, 0, desk.block(block).position[2] + 0.06);
        desk.block(block).position[2] = Math.max(0.52, desk.block(block).position[2]);
        hold(block);
    }

    private double openCompartment() {
        return desk.slider > 0.14 ? RIGHT : LEFT;
    }

    private void place(CalvinBlock held, boolean inCompartment) {
        if (inCompartment) {
            for (CalvinBlock block : CalvinBlock.values()) {
                boolean there = desk.block(block).touches(PLANK) && desk.block(block).position[0] == openCompartment();
                assertThat(there).as("%s is in the open compartment", block).isFalse();
            }
            put(held, openCompartment(), 0.46, PLANK);
        } else {
            assertThat(desk.drawer).isGreaterThan(0.2);
            put(held, 0.1, 0.36, DRAWER);
        }
    }

    private void stack(CalvinBlock held) {
        for (CalvinBlock bottom : CalvinBlock.values()) {
            if (bottom != held && desk.block(bottom).touchesOnly(DESK)) {
                put(held, desk.block(bottom).position[0], 0.5, bottom.thing);
                desk.block(bottom).touches.add(held.thing);
                return;
            }
        }
    }

    private void unstack() {
        for (CalvinBlock top : CalvinBlock.values()) {
            if (desk.block(top).touchesBlock() && desk.block(top).touchesOnlyBlocks()) {
                for (CalvinBlock bottom : CalvinBlock.values()) {
                    desk.block(bottom).touches.remove(top.thing);
                }
                put(top, desk.block(top).position[0], 0.505);
                hold(top);
                return;
            }
        }
    }
}
