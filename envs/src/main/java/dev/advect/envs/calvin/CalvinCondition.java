package dev.advect.envs.calvin;

import java.util.function.ToDoubleFunction;

import static dev.advect.envs.calvin.CalvinThing.DESK;
import static dev.advect.envs.calvin.CalvinThing.DRAWER;
import static dev.advect.envs.calvin.CalvinThing.ROBOT;

/** The change by which a task is done, as a condition on the state in which the task began and on the present one. */
@FunctionalInterface
interface CalvinCondition {

    boolean holds(CalvinState start, CalvinState end);

    /** The value rose by more than {@code change}, or fell by more than that if {@code change} is negative, m. */
    static CalvinCondition moved(ToDoubleFunction<CalvinState> value, double change) {
        return (start, end) -> {
            double difference = value.applyAsDouble(end) - value.applyAsDouble(start);
            return change > 0 ? difference > change : difference < change;
        };
    }

    /**
     * A block turned about the vertical by more than an angle of at least 60 degrees and less than 180, counter-clockwise if
     * {@code degrees} is positive, and by less than 30 about x and y. It is at most 0.1 m from where it was and touches
     * something besides the robot.
     */
    static CalvinCondition rotated(CalvinBlock block, double degrees) {
        return (start, end) -> {
            double[] before = start.block(block).rotation;
            double[] after = end.block(block).rotation;
            double turn = Math.toDegrees(Euler.yawBetween(before, after));
            boolean turned = degrees > 0 ? degrees < turn && turn < 180 : -180 < turn && turn < degrees;
            return turned && Math.abs(Math.toDegrees(Euler.rollBetween(before, after))) < 30
                    && Math.abs(Math.toDegrees(Euler.pitchBetween(before, after))) < 30
                    && distance(start.block(block).position, end.block(block).position) <= 0.1
                    && end.block(block).touchesSurface();
        };
    }

    /**
     * A block moved along x by more than {@code change} m. It touched something besides the robot at the start and touches all
     * of that still, where each part of the table counts by itself; what it touches in addition does not matter.
     */
    static CalvinCondition pushed(CalvinBlock block, double change) {
        CalvinCondition moved = moved(state -> state.block(block).position[0], change);
        return (start, end) -> {
            CalvinState.Block before = start.block(block);
            return before.touchesSurface() && end.block(block).keepsSurfacesOf(before) && moved.holds(start, end);
        };
    }

    /**
     * A block that touched the surface is higher by more than {@code height} m and touches only the robot. The robot may have
     * touched it at the start.
     */
    static CalvinCondition lifted(CalvinBlock block, double height, CalvinThing surface) {
        CalvinCondition moved = moved(state -> state.block(block).position[2], height);
        return (start, end) -> {
            CalvinState.Block before = start.block(block);
            return before.touches(surface) && end.block(block).touchesOnly(ROBOT) && moved.holds(start, end);
        };
    }

    /** The only thing that the robot touched, a block that touched only the robot, has been let go and lies on the surface. */
    static CalvinCondition placed(CalvinThing surface) {
        return (start, end) -> {
            for (CalvinBlock block : CalvinBlock.ALL) {
                if (start.robotTouches.size() == 1 && start.robotTouches.contains(block.thing)
                        && start.block(block).touchesOnly(ROBOT)) {
                    return !end.robotTouches.contains(block.thing) && end.block(block).touches(surface);
                }
            }
            return false;
        };
    }

    /** Some block that touched no block touches blocks and nothing else, at rest: no component of its velocity reaches 1. */
    static CalvinCondition stacked() {
        return (start, end) -> {
            for (CalvinBlock block : CalvinBlock.ALL) {
                CalvinState.Block after = end.block(block);
                if (!start.block(block).touchesBlock() && after.touchesBlock() && after.touchesOnlyBlocks()
                        && after.speed < 1) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Some block that touched blocks and nothing else, at rest, touches no block. */
    static CalvinCondition unstacked() {
        return (start, end) -> {
            for (CalvinBlock block : CalvinBlock.ALL) {
                CalvinState.Block before = start.block(block);
                if (before.touchesBlock() && before.touchesOnlyBlocks() && before.speed < 1
                        && !end.block(block).touchesBlock()) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Some block that touched only the desk touches the drawer, and the robot touches it at neither time. */
    static CalvinCondition pushedIntoDrawer() {
        return (start, end) -> {
            for (CalvinBlock block : CalvinBlock.ALL) {
                CalvinState.Block after = end.block(block);
                if (start.block(block).touchesOnly(DESK) && after.touches(DRAWER) && !after.touches(ROBOT)) {
                    return true;
                }
            }
            return false;
        };
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }
}
