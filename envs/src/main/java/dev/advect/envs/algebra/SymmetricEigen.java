package dev.advect.envs.algebra;

/** An eigendecomposition of small symmetric matrices by Jacobi rotations. */
public final class SymmetricEigen {
    private static final int MOST_SWEEPS = 60;
    private static final double TOLERANCE = 1e-30;

    /** The eigenvalues, {@code [n]}, in no particular order. */
    public final double[] values;

    /** The eigenvectors, {@code [n, n]}; column i belongs to eigenvalue i. */
    public final double[] vectors;

    private final int n;
    private final double[] work;

    /** Creates a decomposition of matrices {@code [n, n]}. */
    public SymmetricEigen(int n) {
        this.n = n;
        work = new double[n * n];
        values = new double[n];
        vectors = new double[n * n];
    }

    /** Decomposes a matrix, {@code [n, n]}, which is not modified. */
    public void decompose(double[] a) {
        System.arraycopy(a, 0, work, 0, n * n);
        for (int i = 0; i < n * n; i++) {
            vectors[i] = i % (n + 1) == 0 ? 1 : 0;
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(); sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(p, q);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            values[i] = work[i * n + i];
        }
    }

    private boolean isDiagonal() {
        double off = 0;
        double all = 0;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double square = work[i * n + j] * work[i * n + j];
                all += square;
                off += i == j ? 0 : square;
            }
        }
        return off <= TOLERANCE * all;
    }

    /** Applies the rotation that makes the element (p, q) zero. */
    private void rotate(int p, int q) {
        double apq = work[p * n + q];
        if (apq == 0) {
            return;
        }
        double theta = (work[q * n + q] - work[p * n + p]) / (2 * apq);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < n; k++) {
            double kp = work[k * n + p];
            double kq = work[k * n + q];
            work[k * n + p] = c * kp - s * kq;
            work[k * n + q] = s * kp + c * kq;
        }
        for (int k = 0; k < n; k++) {
            double pk = work[p * n + k];
            double qk = work[q * n + k];
            work[p * n + k] = c * pk - s * qk;
            work[q * n + k] = s * pk + c * qk;
            double kp = vectors[k * n + p];
            double kq = vectors[k * n + q];
            vectors[k * n + p] = c * kp - s * kq;
            vectors[k * n + q] = s * kp + c * kq;
        }
    }
}
