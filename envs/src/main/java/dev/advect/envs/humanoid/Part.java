package dev.advect.envs.humanoid;

import java.util.List;

/**
 * One of the 24 bodies of the humanoid. At rest the humanoid stands with its arms stretched out sideways; x points
 * forward, y to its left and z up, and all bodies have the axes of the world.
 *
 * @param name SMPL's name, such as {@code L_Knee}
 * @param parent the index of the body that it is attached to, -1 for the pelvis
 * @param offset its origin from that of its parent at rest, m, {@code [3]}
 * @param mass its mass, kg
 * @param shape the attributes of its geom in MJCF
 * @param stiffness the proportional gain of its joints, N·m/rad
 * @param damping the derivative gain of its joints, N·m·s/rad
 * @param hinges the hinges of both variants of the body
 */
record Part(String name, int parent, List<Double> offset, double mass, String shape, double stiffness, double damping,
        List<HingeRange> hinges) {

    /**
     * A hinge and the range of its target.
     *
     * @param axis its axis: 0, 1, 2 for x, y, z
     * @param lite whether the simplified body has it, too
     * @param centre the target for the action 0, rad
     * @param half half the range of targets: the action 1 is this much more, rad
     * @param limit the largest angle that the joint allows on the side of {@code limit}'s sign, rad; 0 for no limit. On the
     *     other side such a joint is stopped at 10 degrees
     */
    record HingeRange(int axis, boolean lite, double centre, double half, double limit) {}

    Part {
        offset = List.copyOf(offset);
        hinges = List.copyOf(hinges);
    }
}
