package dev.advect.envs.calvin;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What the conditions of the tasks refer to at one moment.
 *
 * @param slider how far the sliding door is to the left, m
 * @param drawer how far the drawer is open, m
 * @param lightbulb whether the bulb, worked by the switch, is on
 * @param led whether the LED, worked by the button, is on
 * @param blocks the state of each block
 * @param robotTouches what the robot touches
 */
record CalvinState(
        double slider,
        double drawer,
        boolean lightbulb,
        boolean led,
        Map<CalvinBlock, Block> blocks,
        Set<CalvinThing> robotTouches) {

    /**
     * The state of a block.
     *
     * @param position x, y, z in the world, m
     * @param rotation the matrix from block to world, {@code [3, 3]}
     * @param speed the largest component of the linear (m/s) or angular velocity (rad/s), without sign
     * @param touches what the block touches
     */
    @SuppressWarnings("ArrayRecordComponent") // only carries data, never compared
    record Block(double[] position, double[] rotation, double speed, Set<CalvinThing> touches) {

        /** Whether it touches the given thing. */
        boolean touches(CalvinThing thing) {
            return touches.contains(thing);
        }

        boolean touchesBlock() {
            return touches.stream().anyMatch(CalvinThing::isBlock);
        }

        boolean touchesOnlyBlocks() {
            return touches.stream().allMatch(CalvinThing::isBlock);
        }

        /** The objects that it touches apart from the robot, where all parts of the table are one. */
        Set<CalvinThing> surfaces() {
            Set<CalvinThing> surfaces = EnumSet.noneOf(CalvinThing.class);
            touches.forEach(thing -> surfaces.add(thing.whole()));
            surfaces.remove(CalvinThing.ROBOT);
            return surfaces;
        }
    }

    Block block(CalvinBlock block) {
        Block found = blocks.get(block);
        if (found == null) {
            throw new IllegalStateException("the state lacks the " + block.label());
        }
        return found;
    }
}
