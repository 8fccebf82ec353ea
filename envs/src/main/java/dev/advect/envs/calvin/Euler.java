package dev.advect.envs.calvin;

/**
 * Euler angles as CALVIN records them: roll, pitch and yaw about the fixed axes x, y and z, in this order, so that
 * R = Rz(yaw) Ry(pitch) Rx(roll). Matrices are row-major, {@code [3, 3]}; angles in rad.
 */
final class Euler {
    private Euler() {}

    /** Writes the matrix of roll, pitch and yaw. */
    static void matrix(double roll, double pitch, double yaw, double[] m) {
        double cr = Math.cos(roll);
        double sr = Math.sin(roll);
        double cp = Math.cos(pitch);
        double sp = Math.sin(pitch);
        double cy = Math.cos(yaw);
        double sy = Math.sin(yaw);
        m[0] = cy * cp;
        m[1] = cy * sp * sr - sy * cr;
        m[2] = cy * sp * cr + sy * sr;
        m[3] = sy * cp;
        m[4] = sy * sp * sr + cy * cr;
        m[5] = sy * sp * cr - cy * sr;
        m[6] = -sp;
        m[7] = cp * sr;
        m[8] = cp * cr;
    }

    /** Writes roll, pitch and yaw of a matrix; roll and yaw lie in [-π, π], pitch in [-π/2, π/2]. */
    static void of(double[] m, double[] angles) {
        angles[0] = Math.atan2(m[7], m[8]);
        angles[1] = Math.asin(Math.clamp(-m[6], -1, 1));
        angles[2] = Math.atan2(m[3], m[0]);
    }

    /** Roll in the rotation, in world axes, that takes one orientation to another. */
    static double rollBetween(double[] from, double[] to) {
        return Math.atan2(between(from, to, 2, 1), between(from, to, 2, 2));
    }

    /** Pitch in the rotation, in world axes, that takes one orientation to another. */
    static double pitchBetween(double[] from, double[] to) {
        return Math.asin(Math.clamp(-between(from, to, 2, 0), -1, 1));
    }

    /** Yaw in the rotation, in world axes, that takes one orientation to another. */
    static double yawBetween(double[] from, double[] to) {
        return Math.atan2(between(from, to, 1, 0), between(from, to, 0, 0));
    }

    /** An element of the matrix product of {@code to} and the transpose of {@code from}. */
    private static double between(double[] from, double[] to, int row, int column) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += to[3 * row + k] * from[3 * column + k];
        }
        return sum;
    }
}
