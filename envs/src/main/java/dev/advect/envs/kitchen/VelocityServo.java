package dev.advect.envs.kitchen;

/**
 * The law by which an action moves the arm: each of nine numbers is a velocity, ±1 for ±2 rad/s (m/s for the fingers), and
 * the joint's position servo is sent to where that velocity would take it, in one control step, from where it was last
 * <em>seen</em>, noise included. Targets are clipped to the bounds below.
 *
 * <p>As the target is a step ahead of where the joint is and not of where it was sent before, the arm droops: a servo
 * holds a weight only by an error.
 */
final class VelocityServo {
    /** Seven joints and two fingers. */
    static final int SIZE = 9;

    static final double SECONDS = 0.08;

    /** rad/s or m/s of an action of 1. */
    static final double SPEED = 2;

    /** The bounds of the targets, rad and m. That of the sixth joint is wider than the joint's range. */
    static final double[] LOW = {-2.9, -1.8, -2.9, -3.1, -2.9, 0, -2.9, 0, 0};
    static final double[] HIGH = {2.9, 1.8, 2.9, 0, 2.9, 3.8, 2.9, 0.04, 0.04};

    private VelocityServo() {}

    /**
     * Where a servo is sent.
     *
     * @param i the joint or finger, 0 to 8
     * @param seen its position as it was last observed
     * @param action clipped to [-1, 1]
     */
    static double target(int i, double seen, double action) {
        return Math.clamp(seen + SPEED * Math.clamp(action, -1, 1) * SECONDS, LOW[i], HIGH[i]);
    }
}
