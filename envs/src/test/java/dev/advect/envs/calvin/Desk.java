package dev.advect.envs.calvin;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A state of the desk made by hand: the blocks lie apart on the desk, everything is closed and off, nothing is touched. */
final class Desk {
    private double slider;
    private double drawer;
    private boolean lightbulb;
    private boolean led;
    private final Map<CalvinBlock, double[]> positions = new EnumMap<>(CalvinBlock.class);
    private final Map<CalvinBlock, double[]> rotations = new EnumMap<>(CalvinBlock.class);
    private final Map<CalvinBlock, Double> speeds = new EnumMap<>(CalvinBlock.class);
    private final Map<CalvinBlock, Set<CalvinThing>> touches = new EnumMap<>(CalvinBlock.class);
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
        positions.put(block, new double[] {x, y, z});
        return this;
    }

    /** Roll, pitch and yaw in degrees. */
    Desk turned(CalvinBlock block, double roll, double pitch, double yaw) {
        rotations.put(block, Euler.matrix(Math.toRadians(roll), Math.toRadians(pitch), Math.toRadians(yaw)));
        return this;
    }

    Desk speed(CalvinBlock block, double speed) {
        speeds.put(block, speed);
        return this;
    }

    /** All that a block touches. */
    Desk touch(CalvinBlock block, CalvinThing... things) {
        Set<CalvinThing> set = EnumSet.noneOf(CalvinThing.class);
        set.addAll(List.of(things));
        touches.put(block, set);
        return this;
    }

    /** All that the robot touches. */
    Desk robot(CalvinThing... things) {
        robot = EnumSet.noneOf(CalvinThing.class);
        robot.addAll(List.of(things));
        return this;
    }

    CalvinState state() {
        Map<CalvinBlock, CalvinState.Block> blocks = new EnumMap<>(CalvinBlock.class);
        for (CalvinBlock block : CalvinBlock.values()) {
            blocks.put(block, new CalvinState.Block(positions.get(block), rotations.get(block), speeds.get(block),
                    touches.get(block)));
        }
        return new CalvinState(slider, drawer, lightbulb, led, blocks, robot);
    }
}
