package dev.advect.view.scene;

/** Conversions between rotation matrices, row-major, and unit quaternions x, y, z, w. */
public final class Rotations {
    private Rotations() {}

    /** Writes the quaternion of a rotation matrix, {@code [9]}, starting at {@code offset}. */
    public static void toQuaternion(double[] m, float[] out, int offset) {
        double trace = m[0] + m[4] + m[8];
        double x;
        double y;
        double z;
        double w;
        if (trace > 0) {
            double s = 2 * Math.sqrt(trace + 1);
            w = s / 4;
            x = (m[7] - m[5]) / s;
            y = (m[2] - m[6]) / s;
            z = (m[3] - m[1]) / s;
        } else if (m[0] > m[4] && m[0] > m[8]) {
            double s = 2 * Math.sqrt(1 + m[0] - m[4] - m[8]);
            w = (m[7] - m[5]) / s;
            x = s / 4;
            y = (m[1] + m[3]) / s;
            z = (m[2] + m[6]) / s;
        } else if (m[4] > m[8]) {
            double s = 2 * Math.sqrt(1 + m[4] - m[0] - m[8]);
            w = (m[2] - m[6]) / s;
            x = (m[1] + m[3]) / s;
            y = s / 4;
            z = (m[5] + m[7]) / s;
        } else {
            double s = 2 * Math.sqrt(1 + m[8] - m[0] - m[4]);
            w = (m[3] - m[1]) / s;
            x = (m[2] + m[6]) / s;
            y = (m[5] + m[7]) / s;
            z = s / 4;
        }
        out[offset] = (float) x;
        out[offset + 1] = (float) y;
        out[offset + 2] = (float) z;
        out[offset + 3] = (float) w;
    }

    /** The rotation matrix, {@code [9]}, of the quaternion that starts at {@code offset}. */
    public static double[] toMatrix(float[] quaternions, int offset) {
        double x = quaternions[offset];
        double y = quaternions[offset + 1];
        double z = quaternions[offset + 2];
        double w = quaternions[offset + 3];
        return new double[] {
            1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w),
            2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w),
            2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)
        };
    }
}
