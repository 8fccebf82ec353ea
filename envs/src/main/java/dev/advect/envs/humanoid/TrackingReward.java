package dev.advect.envs.humanoid;

/**
 * The reward of motion tracking: 0.5 exp(−100 p) + 0.3 exp(−10 r) + 0.1 exp(−0.1 v) + 0.1 exp(−0.1 w) − 0.0005 P.
 *
 * <p>Here p, v and w are the mean squared differences, over all bodies and the three axes, of positions (m²), linear (m²/s²)
 * and angular velocities (rad²/s²); r is the mean squared angle (rad²) over all bodies; P is the power of all joints, Σ|τ q̇|
 * in W. The formula and the weights are those of Perpetual Humanoid Control (Luo et al. 2023), which FPO's experiment uses.
 */
public final class TrackingReward {
    private TrackingReward() {}

    /**
     * Computes the reward.
     *
     * @param now the bodies
     * @param goal the bodies of the reference at the same time
     * @param power the power of all joints, W
     */
    public static double of(BodyStates now, BodyStates goal, double power) {
        double angles = 0;
        for (int body = 0; body < Anatomy.BODIES; body++) {
            double angle = Quaternion.angle(now.rotation, 4 * body, goal.rotation, 4 * body);
            angles += angle * angle / Anatomy.BODIES;
        }
        return 0.5 * Math.exp(-100 * meanSquare(now.position, goal.position)) + 0.3 * Math.exp(-10 * angles)
                + 0.1 * Math.exp(-0.1 * meanSquare(now.linear, goal.linear))
                + 0.1 * Math.exp(-0.1 * meanSquare(now.angular, goal.angular)) - 0.0005 * power;
    }

    private static double meanSquare(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return sum / a.length;
    }
}
