package dev.advect.envs.algebra;

/**
 * A solver of A x = b by the pseudo-inverse of a symmetric positive semidefinite A, which ignores the null space of A.
 * Unless A is singular, which is rare, it uses the Cholesky factorisation.
 */
public final class PseudoInverse {
    /** The ratio to the largest eigenvalue below which an eigenvalue counts as zero. */
    private static final double CUT_OFF = 1e-15;

    private final int n;
    private final Cholesky cholesky;
    private final SymmetricEigen eigen;
    private final double[] components;
    private boolean regular;

    /** Creates a solver for matrices {@code [n, n]}. */
    public PseudoInverse(int n) {
        this.n = n;
        cholesky = new Cholesky(n);
        eigen = new SymmetricEigen(n);
        components = new double[n];
    }

    /** Sets the matrix A, {@code [n, n]}, for {@link #solve}. */
    public void of(double[] a) {
        regular = cholesky.factor(a);
        if (!regular) {
            eigen.decompose(a);
        }
    }

    /** Replaces b, {@code [n]}, by the solution x. */
    public void solve(double[] b) {
        if (regular) {
            cholesky.solve(b);
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
