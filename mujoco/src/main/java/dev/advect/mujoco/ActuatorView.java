package dev.advect.mujoco;

/**
 * The numbers of one actuator in a {@link Data}. Length and velocity are those of what it acts on, multiplied with its
 * gear: for a joint rad or m, and rad/s or m/s.
 *
 * @param id index of the actuator
 * @param ctrl its control, [1]: a position actuator's target in the units of its length, a motor's force before the gear
 * @param force what it exerts before the gear, N or N m, [1], as of the last {@link Data#step} or {@link Data#forward}
 * @param length its length, [1]
 * @param velocity its velocity, [1]
 */
public record ActuatorView(int id, DoubleView ctrl, DoubleView force, DoubleView length, DoubleView velocity) {}
