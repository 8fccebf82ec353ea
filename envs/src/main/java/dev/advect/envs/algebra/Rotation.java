package dev.advect.envs.algebra;

/**
 * Functions on rotations, as row-major matrices {@code [3, 3]} and as unit quaternions (w, x, y, z). Results are written
 * to arrays that the caller supplies, which must not alias the arguments.
 */
public final class Rotation {
    private static final double SMALLEST_ANGLE = 1e-12;

    private Rotation() {}

    /** The matrix of a rotation vector (x, y, z): its direction is the axis, its length the angle, rad. */
    public static void ofVector(double x, double y, double z, double[] matrix) {
        double angle = Math.sqrt(x * x + y * y + z * z);
        double scale = angle > SMALLEST_ANGLE ? Math.sin(angle / 2) / angle : 0.5;
        ofQuaternion(angle > SMALLEST_ANGLE ? Math.cos(angle / 2) : 1, x * scale, y * scale, z * scale, matrix);
    }

    /** The matrix of a quaternion. */
    public static void ofQuaternion(double[] q, double[] matrix) {
        ofQuaternion(q[0], q[1], q[2], q[3], matrix);
    }

    private static void ofQuaternion(double w, double x, double y, double z, double[] matrix) {
        matrix[0] = 1 - 2 * (y * y + z * z);
        matrix[1] = 2 * (x * y - w * z);
        matrix[2] = 2 * (x * z + w * y);
        matrix[3] = 2 * (x * y + w * z);
        matrix[4] = 1 - 2 * (x * x + z * z);
        matrix[5] = 2 * (y * z - w * x);
        matrix[6] = 2 * (x * z - w * y);
        matrix[7] = 2 * (y * z + w * x);
        matrix[8] = 1 - 2 * (x * x + y * y);
    }

    /** The quaternion of a matrix, with w ≥ 0. Its largest component is computed first and the others from it. */
    public static void toQuaternion(double[] m, double[] q) {
        double[] squares = {1 + m[0] + m[4] + m[8], 1 + m[0] - m[4] - m[8], 1 - m[0] + m[4] - m[8], 1 - m[0] - m[4] + m[8]};
        int largest = 0;
        for (int i = 1; i < 4; i++) {
            largest = squares[i] > squares[largest] ? i : largest;
        }
        // four times the product of each pair of components
        double wx = m[7] - m[5];
        double wy = m[2] - m[6];
        double wz = m[3] - m[1];
        double xy = m[1] + m[3];
        double xz = m[2] + m[6];
        double yz = m[5] + m[7];
        double[][] products = {
            {squares[0], wx, wy, wz}, {wx, squares[1], xy, xz}, {wy, xy, squares[2], yz}, {wz, xz, yz, squares[3]}
        };
        double scale = Math.copySign(0.5 / Math.sqrt(squares[largest]), products[largest][0]);
        for (int i = 0; i < 4; i++) {
            q[i] = products[largest][i] * scale;
        }
    }

    /** The matrix product a b, which applies b first. */
    public static void multiply(double[] a, double[] b, double[] product) {
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                product[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
            }
        }
    }

    /**
     * The orientation error ½ Σ R_c × G_c over the columns of a rotation R and its goal G. It is a vector along the axis of
     * the rotation from R to G, and its length is the sine of the angle between them. Its direction is correct up to 180
     * degrees, but its length decreases beyond 90 degrees.
     */
    public static void error(double[] r, double[] goal, double[] error) {
        for (int i = 0; i < 3; i++) {
            int j = (i + 1) % 3;
            int k = (i + 2) % 3;
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += r[3 * j + c] * goal[3 * k + c] - r[3 * k + c] * goal[3 * j + c];
            }
            error[i] = sum / 2;
        }
    }

    /** The quaternion product conj(a) b, which is the rotation b relative to a. */
    public static void relative(double[] a, double[] b, double[] q) {
        q[0] = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
        q[1] = a[0] * b[1] - a[1] * b[0] - a[2] * b[3] + a[3] * b[2];
        q[2] = a[0] * b[2] + a[1] * b[3] - a[2] * b[0] - a[3] * b[1];
        q[3] = a[0] * b[3] - a[1] * b[2] + a[2] * b[1] - a[3] * b[0];
    }
}
