package dev.advect.envs.arm;

/**
 * Solves A x = b for a symmetric positive semidefinite A in the sense of its pseudo-inverse: directions in which A does
 * nothing are left out. Where A is not singular, which is nearly always, this is Cholesky's solution.
 */
final class PseudoInverse {
    /** An eigenvalue below this part of the largest counts as zero. */
    private static final double CUT_OFF = 1e-15;

    private final int n;
    private final Cholesky cholesky;
    private final SymmetricEigen eigen;
    private final double[] components;
    private boolean regular;

    PseudoInverse(int n) {
        this.n = n;
        cholesky = new Cholesky(n);
        eigen = new SymmetricEigen(n);
        components = new double[n];
    }

    /** Prepares for {@link #solve} with a matrix, {@code [n, n]}. */
    void of(double[] a) {
        regular = cholesky.factor(a);
        if (!regular) {
            eigen.decompose(a);
        }
    }

    /** Replaces b, {@code [n]}, by x. */
    void solve(double[] b) {
        if (regular) {
            cholesky.solve(b, 1);
            return;
        }
        double largest = 0;
        for (double value : eigen.values) {
            largest = Math.max(largest, value);
        }
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int k = 0; k < n; k++) {
                sum += eigen.vectors[k * n + i] * b[k];
            }
            components[i] = eigen.values[i] > CUT_OFF * largest ? sum / eigen.values[i] : 0;
        }
        for (int k = 0; k < n; k++) {
            b[k] = 0;
            for (int i = 0; i < n; i++) {
                b[k] += eigen.vectors[k * n + i] * components[i];
            }
        }
    }
}
