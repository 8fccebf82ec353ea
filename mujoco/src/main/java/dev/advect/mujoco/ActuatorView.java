package dev.advect.mujoco;

/**
 * The state of one actuator in a {@link Data}. Length and velocity are those of its transmission, multiplied by its
 * gear: for a joint rad or m, and rad/s or m/s.
 *
 * @param id index of the actuator
 * @param ctrl its control, [1]: the target of a position actuator in the units of its length, or the force of a motor
 *     before the gear
 * @param force its force before the gear, N or N m, [1], as of the last {@link Data#step} or {@link Data#forward}
 * @param length its length, [1]
 * @param velocity its velocity, [1]
 */
public record ActuatorView(int id, DoubleView ctrl, DoubleView force, DoubleView length, DoubleView velocity) {}
