package dev.advect.envs.humanoid;

/**
 * Functions on unit quaternions (w, x, y, z) that lie in larger arrays, each at an offset. Results may overwrite
 * arguments, except where a method says otherwise.
 */
public final class Quaternion {
    /** The number of components. */
    public static final int SIZE = 4;

    private static final double SMALLEST_ANGLE = 1e-10;

    private Quaternion() {}

    /** Creates the rotation by an angle (rad) about one of the axes x, y, z (0, 1, 2). */
    public static double[] about(int axis, double angle) {
        double[] q = {Math.cos(angle / 2), 0, 0, 0};
        q[1 + axis] = Math.sin(angle / 2);
        return q;
    }

    /** Creates the rotation with a rotation vector: its direction is the axis, its length the angle, rad. */
    public static double[] ofVector(double x, double y, double z) {
        double angle = Math.sqrt(x * x + y * y + z * z);
        double scale = angle < SMALLEST_ANGLE ? 0.5 : Math.sin(angle / 2) / angle;
        return new double[] {Math.cos(angle / 2), x * scale, y * scale, z * scale};
    }

    /** Returns the rotation vector of a rotation, of length at most π. */
    public static double[] toVector(double[] q) {
        double sine = Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        double sign = q[0] < 0 ? -1 : 1;
        double angle = 2 * Math.atan2(sine, Math.abs(q[0]));
        double scale = sine < SMALLEST_ANGLE ? 2 * sign : sign * angle / sine;
        return new double[] {q[1] * scale, q[2] * scale, q[3] * scale};
    }

    /** Writes the product a b, which rotates by b first. */
    public static void multiply(double[] a, int i, double[] b, int j, double[] product, int k) {
        double w = a[i] * b[j] - a[i + 1] * b[j + 1] - a[i + 2] * b[j + 2] - a[i + 3] * b[j + 3];
        double x = a[i] * b[j + 1] + a[i + 1] * b[j] + a[i + 2] * b[j + 3] - a[i + 3] * b[j + 2];
        double y = a[i] * b[j + 2] - a[i + 1] * b[j + 3] + a[i + 2] * b[j] + a[i + 3] * b[j + 1];
        double z = a[i] * b[j + 3] + a[i + 1] * b[j + 2] - a[i + 2] * b[j + 1] + a[i + 3] * b[j];
        product[k] = w;
        product[k + 1] = x;
        product[k + 2] = y;
        product[k + 3] = z;
    }

    /** Returns the product a b, which rotates by b first. */
    public static double[] product(double[] a, double[] b) {
        double[] product = new double[SIZE];
        multiply(a, 0, b, 0, product, 0);
        return product;
    }

    /** Returns the inverse of a rotation. */
    public static double[] inverse(double[] q) {
        return new double[] {q[0], -q[1], -q[2], -q[3]};
    }

    /** Writes the vector {@code v[j … j + 3)} after a rotation to {@code out[k … k + 3)}. */
    public static void rotate(double[] q, int i, double[] v, int j, double[] out, int k) {
        rotate(q, i, v[j], v[j + 1], v[j + 2], out, k);
    }

    /** Writes the vector (x, y, z) after a rotation to {@code out[k … k + 3)}. */
    static void rotate(double[] q, int i, double x, double y, double z, double[] out, int k) {
        double w = q[i];
        double a = q[i + 1];
        double b = q[i + 2];
        double c = q[i + 3];
        double tx = 2 * (b * z - c * y);
        double ty = 2 * (c * x - a * z);
        double tz = 2 * (a * y - b * x);
        out[k] = x + w * tx + b * tz - c * ty;
        out[k + 1] = y + w * ty + c * tx - a * tz;
        out[k + 2] = z + w * tz + a * ty - b * tx;
    }

    /** Returns the angle between two rotations, rad, in 0 … π. */
    public static double angle(double[] a, int i, double[] b, int j) {
        // |a⁻¹b| by the arc tangent: the arc cosine loses half its digits near zero
        double dot = Math.abs(a[i] * b[j] + a[i + 1] * b[j + 1] + a[i + 2] * b[j + 2] + a[i + 3] * b[j + 3]);
        double x = a[i] * b[j + 1] - a[i + 1] * b[j] - a[i + 2] * b[j + 3] + a[i + 3] * b[j + 2];
        double y = a[i] * b[j + 2] + a[i + 1] * b[j + 3] - a[i + 2] * b[j] - a[i + 3] * b[j + 1];
        double z = a[i] * b[j + 3] - a[i + 1] * b[j + 2] + a[i + 2] * b[j + 1] - a[i + 3] * b[j];
        return 2 * Math.atan2(Math.sqrt(x * x + y * y + z * z), dot);
    }

    /** Writes the rotation a fraction of the way along the shorter arc from a to b; {@code out} must be another array. */
    public static void interpolate(double[] a, int i, double[] b, int j, double fraction, double[] out, int k) {
        double dot = a[i] * b[j] + a[i + 1] * b[j + 1] + a[i + 2] * b[j + 2] + a[i + 3] * b[j + 3];
        double sign = dot < 0 ? -1 : 1;
        double angle = Math.acos(Math.min(1, Math.abs(dot)));
        double first = 1 - fraction;
        double second = fraction;
        if (angle > 1e-6) {
            first = Math.sin((1 - fraction) * angle) / Math.sin(angle);
            second = Math.sin(fraction * angle) / Math.sin(angle);
        }
        double squares = 0;
        for (int c = 0; c < SIZE; c++) {
            out[k + c] = first * a[i + c] + sign * second * b[j + c];
            squares += out[k + c] * out[k + c];
        }
        for (int c = 0; c < SIZE; c++) {
            out[k + c] /= Math.sqrt(squares);
        }
    }

    /** Returns the shortest rotation that turns the direction a to the direction b, neither of which need be of length 1. */
    public static double[] between(double[] a, double[] b) {
        double lengths = Math.sqrt((a[0] * a[0] + a[1] * a[1] + a[2] * a[2]) * (b[0] * b[0] + b[1] * b[1] + b[2] * b[2]));
        double w = lengths + a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        double[] q = {w, a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
        double norm = Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        if (!(norm > SMALLEST_ANGLE * lengths)) {
            return new double[] {1, 0, 0, 0}; // no direction, or opposite ones
        }
        for (int c = 0; c < SIZE; c++) {
            q[c] /= norm;
        }
        return q;
    }

    /** The angle about the vertical by which a rotation turns the x axis, rad. */
    public static double heading(double[] q, int i) {
        double w = q[i];
        double x = q[i + 1];
        double y = q[i + 2];
        double z = q[i + 3];
        return Math.atan2(2 * (x * y + w * z), 1 - 2 * (y * y + z * z));
    }
}
