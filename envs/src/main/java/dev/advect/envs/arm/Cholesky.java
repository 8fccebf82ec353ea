package dev.advect.envs.arm;

/**
 * A Cholesky factorisation A = L Lᵀ of symmetric positive definite matrices of a fixed size. An instance is meant to be
 * reused, so that solving allocates nothing.
 */
public final class Cholesky {
    /** The ratio of a pivot to the largest diagonal element below which A counts as singular. */
    private static final double SINGULAR = 1e-13;

    private final int n;
    private final double[] factor;

    public Cholesky(int n) {
        this.n = n;
        factor = new double[n * n];
    }

    /**
     * Factorises a matrix, {@code [n, n]}, of which only the lower triangle is read.
     *
     * @return false if the matrix is not positive definite; {@link #solve} must not be called then
     */
    public boolean factor(double[] a) {
        double largest = 0;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, a[i * n + i]);
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i * n + k] * factor[j * n + k];
                }
                if (i > j) {
                    factor[i * n + j] = sum / factor[j * n + j];
                } else if (sum > SINGULAR * largest) {
                    factor[i * n + i] = Math.sqrt(sum);
                } else {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Replaces B by A⁻¹ B.
     *
     * @param b {@code [n, columns]}
     */
    public void solve(double[] b, int columns) {
        for (int c = 0; c < columns; c++) {
            for (int i = 0; i < n; i++) {
                double sum = b[i * columns + c];
                for (int k = 0; k < i; k++) {
                    sum -= factor[i * n + k] * b[k * columns + c];
                }
                b[i * columns + c] = sum / factor[i * n + i];
            }
            for (int i = n - 1; i >= 0; i--) {
                double sum = b[i * columns + c];
                for (int k = i + 1; k < n; k++) {
                    sum -= factor[k * n + i] * b[k * columns + c];
                }
                b[i * columns + c] = sum / factor[i * n + i];
            }
        }
    }
}
