package dev.advect.envs.calvin;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A state of the desk made by hand: the blocks lie apart on the desk, everything is closed and off, nothing is touched. */
final class Desk {
    private double slider;
    private double drawer;
    private boolean lightbulb;
    private boolean led;
    private final double[][] positions = new double[3][3];
    private final double[][] rotations = new double[3][9];
    private final double[] speeds = new double[3];
    private final List<Set<CalvinThing>> touches = new ArrayList<>(List.of(Set.of(), Set.of(), Set.of()));
    private Set<CalvinThing> robot = EnumSet.noneOf(CalvinThing.class);

    Desk() {
        for (CalvinBlock block : CalvinBlock.values()) {
            at(block, 0.15 * block.index, -0.1, 0.46).turned(block, 0, 0, 0).speed(block, 0).touch(block, CalvinThing.DESK);
        }
    }

    Desk slider(double metres) {
        slider = metres;
        return this;
    }

    Desk drawer(double metres) {
        drawer = metres;
        return this;
    }

    Desk lightbulb(boolean on) {
        lightbulb = on;
        return this;
    }

    Desk led(boolean on) {
        led = on;
        return this;
    }

    Desk at(CalvinBlock block, double x, double y, double z) {
        positions[block.index] = new double[] {x, y, z};
        return this;
    }

    /** Roll, pitch and yaw in degrees. */
    Desk turned(CalvinBlock block, double roll, double pitch, double yaw) {
        Euler.matrix(Math.toRadians(roll), Math.toRadians(pitch), Math.toRadians(yaw), rotations[block.index]);
        return this;
    }

    Desk speed(CalvinBlock block, double speed) {
        speeds[block.index] = speed;
        return this;
    }

    /** All that a block touches. */
    Desk touch(CalvinBlock block, CalvinThing... things) {
        Set<CalvinThing> set = EnumSet.noneOf(CalvinThing.class);
        set.addAll(List.of(things));
        touches.set(block.index, set);
        return this;
    }

    /** All that the robot touches. */
    Desk robot(CalvinThing... things) {
        robot = EnumSet.noneOf(CalvinThing.class);
        robot.addAll(List.of(things));
        return this;
    }

    CalvinState state() {
        CalvinState state = new CalvinState();
        state.slider = slider;
        state.drawer = drawer;
        state.lightbulb = lightbulb;
        state.led = led;
        state.robotTouches.addAll(robot);
        for (CalvinBlock block : CalvinBlock.values()) {
            CalvinState.Block value = state.block(block);
            System.arraycopy(positions[block.index], 0, value.position, 0, 3);
            System.arraycopy(rotations[block.index], 0, value.rotation, 0, 9);
            value.speed = speeds[block.index];
            value.touches.addAll(touches.get(block.index));
        }
        return state;
    }
}
