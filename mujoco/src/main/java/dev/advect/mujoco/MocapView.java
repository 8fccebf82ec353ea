package dev.advect.mujoco;

/**
 * The pose of one mocap body in a {@link Data}; the caller sets it, and it takes effect at the next step.
 *
 * @param id index among the mocap bodies
 * @param pos position in the world, m, [3]
 * @param quat orientation in the world, a quaternion w x y z, [4]; MuJoCo normalises it
 */
public record MocapView(int id, DoubleView pos, DoubleView quat) {}
