package dev.advect.envs.algebra;

/**
 * A Cholesky factorisation A = L Lᵀ of symmetric positive definite matrices of a fixed size. An instance is meant to be
 * reused, so that solving allocates nothing.
 */
public final class Cholesky {
    /** The ratio of a pivot to the largest diagonal element below which A counts as singular. */
    private static final double SINGULAR = 1e-13;

    private final int n;
    /** The rows of L below its diagonal. */
    private final double[][] factor;
    /** One over the diagonal elements of L: a division takes as long as several multiplications. */
    private final double[] inverse;

    /** Creates a factorisation of matrices {@code [n, n]}. */
    public Cholesky(int n) {
        this.n = n;
        factor = new double[n][n];
        inverse = new double[n];
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
            double[] row = factor[i];
            double pivot = a[i * n + i];
            for (int j = 0; j < i; j++) {
                double[] above = factor[j];
                double sum = a[i * n + j];
                for (int k = 0; k < j; k++) {
                    sum -= row[k] * above[k];
                }
                sum *= inverse[j];
                row[j] = sum;
                pivot -= sum * sum;
            }
            if (!(pivot > SINGULAR * largest)) {
                return false;
            }
            inverse[i] = 1 / Math.sqrt(pivot);
        }
        return true;
    }

    /** Replaces b, {@code [n]}, by A⁻¹ b. */
    public void solve(double[] b) {
        for (int i = 0; i < n; i++) {
            double[] row = factor[i];
            double sum = b[i];
            for (int k = 0; k < i; k++) {
                sum -= row[k] * b[k];
            }
            b[i] = sum * inverse[i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double value = b[i] * inverse[i];
            double[] row = factor[i];
            for (int k = 0; k < i; k++) {
                b[k] -= row[k] * value;
            }
            b[i] = value;
        }
    }

    /**
     * Computes X = B L⁻ᵀ for six rows, so that X Xᵀ = B A⁻¹ Bᵀ. The rows are written out because a loop over so few costs
     * more than its arithmetic.
     *
     * @param b {@code [6, n]}
     * @param x {@code [6, n]}
     */
    public void halfSolve(double[] b, double[] x) {
        int row1 = n;
        int row2 = 2 * n;
        int row3 = 3 * n;
        int row4 = 4 * n;
        int row5 = 5 * n;
        for (int i = 0; i < n; i++) {
            double[] row = factor[i];
            double x0 = b[i];
            double x1 = b[row1 + i];
            double x2 = b[row2 + i];
            double x3 = b[row3 + i];
            double x4 = b[row4 + i];
            double x5 = b[row5 + i];
            for (int k = 0; k < i; k++) {
                double f = row[k];
                x0 -= f * x[k];
                x1 -= f * x[row1 + k];
                x2 -= f * x[row2 + k];
                x3 -= f * x[row3 + k];
                x4 -= f * x[row4 + k];
                x5 -= f * x[row5 + k];
            }
            double scale = inverse[i];
            x[i] = x0 * scale;
            x[row1 + i] = x1 * scale;
            x[row2 + i] = x2 * scale;
            x[row3 + i] = x3 * scale;
            x[row4 + i] = x4 * scale;
            x[row5 + i] = x5 * scale;
        }
    }
}
