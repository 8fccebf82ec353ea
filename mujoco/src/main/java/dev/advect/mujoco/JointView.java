package dev.advect.mujoco;

/**
 * The numbers of one joint in a {@link Data}, as windows over MuJoCo's own arrays. A free joint has 7 positions (m, then
 * a unit quaternion, real part first) and 6 velocities (m/s in the world, rad/s in the body's frame); a ball joint has 4
 * (a quaternion) and 3 (rad/s); a hinge one each (rad, rad/s); a slide one each (m, m/s).
 *
 * @param id index of the joint
 * @param qpos its position, [1, 4 or 7]
 * @param qvel its velocity, [1, 3 or 6]
 * @param qacc its acceleration, [1, 3 or 6], as of the last {@link Data#step} or {@link Data#forward}
 * @param qfrcApplied force (N) or torque (N m) on it, [1, 3 or 6]; written by the caller, and kept from step to step
 */
public record JointView(int id, DoubleView qpos, DoubleView qvel, DoubleView qacc, DoubleView qfrcApplied) {}
