package dev.advect.envs.calvin;

import java.util.EnumSet;
import java.util.Set;

/**
 * What the conditions of the tasks refer to at one moment. An instance is filled anew at every step, so that comparing
 * states allocates nothing.
 */
final class CalvinState {
    /** How far the sliding door is to the left, m. */
    double slider;
    /** How far the drawer is open, m. */
    double drawer;
    /** Whether the bulb, worked by the switch, is on. */
    boolean lightbulb;
    /** Whether the LED, worked by the button, is on. */
    boolean led;
    /** What the robot touches. */
    final Set<CalvinThing> robotTouches = EnumSet.noneOf(CalvinThing.class);
    private final Block[] blocks = {new Block(), new Block(), new Block()};

    Block block(CalvinBlock block) {
        return blocks[block.index];
    }

    /** The state of a block. */
    static final class Block {
        /** x, y, z in the world, m. */
        final double[] position = new double[3];
        /** The matrix from block to world, {@code [3, 3]}. */
        final double[] rotation = new double[9];
        /** The largest component of the linear (m/s) or angular velocity (rad/s), without sign. */
        double speed;
        /** What the block touches. */
        final Set<CalvinThing> touches = EnumSet.noneOf(CalvinThing.class);

        boolean touches(CalvinThing thing) {
            return touches.contains(thing);
        }

        /** Whether it touches this thing and nothing else. */
        boolean touchesOnly(CalvinThing thing) {
            return touches.size() == 1 && touches(thing);
        }

        boolean touchesBlock() {
            return blocks() > 0;
        }

        boolean touchesOnlyBlocks() {
            return blocks() == touches.size();
        }

        private int blocks() {
            return (touches(CalvinThing.RED_BLOCK) ? 1 : 0) + (touches(CalvinThing.BLUE_BLOCK) ? 1 : 0)
                    + (touches(CalvinThing.PINK_BLOCK) ? 1 : 0);
        }

        /** Whether it touches something besides the robot. */
        boolean touchesSurface() {
            return touches.size() > (touches(CalvinThing.ROBOT) ? 1 : 0);
        }

        /** Whether it touches all that it touched in an earlier state, apart from the robot; it may touch more. */
        boolean keepsSurfacesOf(Block earlier) {
            for (CalvinThing thing : CalvinThing.ALL) {
                if (thing != CalvinThing.ROBOT && earlier.touches(thing) && !touches(thing)) {
                    return false;
                }
            }
            return true;
        }
    }
}
