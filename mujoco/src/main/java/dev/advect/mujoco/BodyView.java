package dev.advect.mujoco;

/**
 * The state of one body in a {@link Data}, as views of MuJoCo's own arrays: they always show the present state, and
 * reading them allocates nothing. Poses are those of the last {@link Data#step} or {@link Data#forward}.
 *
 * @param id index of the body
 * @param xpos position of its frame in the world, m, [3]
 * @param xquat orientation of its frame in the world, a unit quaternion w x y z, [4]
 * @param xmat orientation of its frame in the world, a row-major rotation matrix, [9]
 * @param xipos position of its centre of mass in the world, m, [3]
 * @param subtreeCom position of the centre of mass of the body and all its descendants, m, [3]
 * @param cvel angular, then linear velocity about the centre of mass of its kinematic tree, rad/s and m/s, [6]
 * @param xfrcApplied force, then torque at its centre of mass in world axes, N and N m, [6]; set by the caller and kept
 *     between steps
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
