package dev.advect.runtime;

/**
 * Solvers of dx/dt = v(x, t): the classical explicit Runge-Kutta methods (Hairer, Nørsett and Wanner, Solving Ordinary
 * Differential Equations I, II.1), Euler and Maruyama's for the stochastic equation of the same marginals, and
 * Euler's with noise of a deviation that is the policy's own.
 *
 * <p>In all of these a stage follows from the one before it alone: k_i = v(x + c_i·h·k_{i−1}, t + c_i·h), and
 * x(t + h) = x + h·Σ b_i·k_i.
 */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never written to
public enum Solver {
    /** One evaluation a step, order 1. */
    EULER(1, new double[] {0}, new double[] {1}),
    /** Two evaluations a step, order 2. */
    HEUN(1, new double[] {0, 1}, new double[] {0.5, 0.5}),
    /** Two evaluations a step, order 2. */
    MIDPOINT(2, new double[] {0, 0.5}, new double[] {0, 1}),
    /** Four evaluations a step, order 4. */
    RK4(2, new double[] {0, 0.5, 0.5, 1}, new double[] {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0}),
    /**
     * One evaluation a step, and fresh noise in all but the last, which is Euler's: with v = E[ε − a | x_t],
     * x ← x + v·h + η·(x + (1 − t)·v)·h + √(−2·η·t·h)·ξ for h &lt; 0.
     */
    SDE(1, new double[] {0}, new double[] {1}),
    /** One evaluation a step, and fresh noise in all, the last as well: x ← x + v·h + σ·ξ (DPPO, arXiv 2409.00588). */
    DENOISING(1, new double[] {0}, new double[] {1});

    private final int resolution;
    private final double[] nodes;
    private final double[] weights;

    Solver(int resolution, double[] nodes, double[] weights) {
        this.resolution = resolution;
        this.nodes = nodes;
        this.weights = weights;
    }

    /** Evaluations of the field a step. */
    public int stages() {
        return nodes.length;
    }

    /** Every node is a multiple of 1 / resolution. */
    int resolution() {
        return resolution;
    }

    /** c_i, where in a step the field is evaluated, in [0, 1]. */
    public double node(int stage) {
        return nodes[stage];
    }

    /** b_i, an evaluation's part in the step. */
    public double weight(int stage) {
        return weights[stage];
    }
}
