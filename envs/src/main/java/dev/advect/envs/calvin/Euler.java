package dev.advect.envs.calvin;

/**
 * Euler angles as CALVIN records them: roll, pitch and yaw about the fixed axes x, y and z, in this order, so that
 * R = Rz(yaw) Ry(pitch) Rx(roll). Matrices are row-major, {@code [3, 3]}; angles in rad.
 */
final class Euler {
    private Euler() {}

    /** The matrix of roll, pitch and yaw. */
    static double[] matrix(double roll, double pitch, double yaw) {
        double cr = Math.cos(roll);
        double sr = Math.sin(roll);
        double cp = Math.cos(pitch);
        double sp = Math.sin(pitch);
        double cy = Math.cos(yaw);
        double sy = Math.sin(yaw);
        return new double[] {
            cy * cp, cy * sp * sr - sy * cr, cy * sp * cr + sy * sr,
            sy * cp, sy * sp * sr + cy * cr, sy * sp * cr - cy * sr,
            -sp, cp * sr, cp * cr
        };
    }

    /** Roll, pitch and yaw of a matrix; roll and yaw lie in [-π, π], pitch in [-π/2, π/2]. */
    static double[] of(double[] m) {
        return new double[] {
            Math.atan2(m[7], m[8]), Math.asin(Math.clamp(-m[6], -1, 1)), Math.atan2(m[3], m[0])
        };
    }

    /** Roll, pitch and yaw of the rotation in world axes that takes one orientation to another. */
    static double[] between(double[] from, double[] to) {
        double[] turn = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    turn[3 * i + j] += to[3 * i + k] * from[3 * j + k];
                }
            }
        }
        return of(turn);
    }
}
