package dev.advect.mujoco;

/**
 * The numbers of one body in a {@link Data}: windows over MuJoCo's own arrays, so they always show the present state and
 * reading them allocates nothing. Poses are those of the last {@link Data#step} or {@link Data#forward}.
 *
 * @param id index of the body
 * @param xpos position of its frame in the world, m, [3]
 * @param xquat orientation of its frame in the world, a unit quaternion, real part first, [4]
 * @param xmat the same as a rotation matrix, row after row, [9]
 * @param xipos position of its centre of mass in the world, m, [3]
 * @param subtreeCom position of the centre of mass of the body and all its descendants, m, [3]
 * @param cvel angular, then linear velocity, rad/s and m/s, about the centre of mass of its kinematic tree, [6]
 * @param xfrcApplied force, then torque at its centre of mass in world axes, N and N m, [6]; written by the caller, and
 *     kept from step to step
 */
public record BodyView(
        int id,
        DoubleView xpos,
        DoubleView xquat,
        DoubleView xmat,
        DoubleView xipos,
        DoubleView subtreeCom,
        DoubleView cvel,
        DoubleView xfrcApplied) {}
