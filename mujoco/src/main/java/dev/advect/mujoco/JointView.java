package dev.advect.mujoco;

/**
 * The state of one joint in a {@link Data}, as views of MuJoCo's own arrays. A free joint has 7 positions (m, then a
 * unit quaternion w x y z) and 6 velocities (m/s in the world frame, then rad/s in the body frame). A ball joint has 4
 * positions (a unit quaternion) and 3 velocities (rad/s). A hinge joint has one of each (rad, rad/s), as does a slide
 * joint (m, m/s).
 *
 * @param id index of the joint
 * @param qpos its position, [1, 4 or 7]
 * @param qvel its velocity, [1, 3 or 6]
 * @param qacc its acceleration, [1, 3 or 6], as of the last {@link Data#step} or {@link Data#forward}
 * @param qfrcApplied applied force (N) or torque (N m), [1, 3 or 6]; set by the caller and kept between steps
 */
public record JointView(int id, DoubleView qpos, DoubleView qvel, DoubleView qacc, DoubleView qfrcApplied) {}
