package dev.advect.envs.humanoid;

/**
 * One actuated degree of freedom of the humanoid: a hinge with a proportional-derivative controller.
 *
 * @param name the joint's name, such as {@code L_Knee_y}
 * @param body the index of the body that it turns
 * @param axis its axis in the frame of that body: 0, 1, 2 for x, y, z
 * @param stiffness the proportional gain, N·m/rad
 * @param damping the derivative gain, N·m·s/rad
 * @param centre the target angle for the action 0, rad
 * @param half the change of the target for the action 1, rad
 */
public record Hinge(String name, int body, int axis, double stiffness, double damping, double centre, double half) {
    /** The largest torque of every joint, N·m. */
    static final double MAX_TORQUE = 500;

    /** The target angle for an action in [-1, 1], rad. */
    public double target(double action) {
        return centre + half * action;
    }

    /** The action in [-1, 1] whose target angle is the given one, or the nearest that is possible. */
    public double action(double target) {
        return Math.clamp((target - centre) / half, -1.0, 1.0);
    }

    /** The torque of the controller, N·m: kp (target − angle), limited, − kd velocity. Only the first part is limited. */
    public double torque(double target, double angle, double velocity) {
        return Math.clamp(stiffness * (target - angle), -MAX_TORQUE, MAX_TORQUE) - damping * velocity;
    }
}
