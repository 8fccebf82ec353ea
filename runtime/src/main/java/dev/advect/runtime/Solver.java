package dev.advect.runtime;

/**
 * A solver of dx/dt = v(x, t): the classical explicit Runge-Kutta methods (Hairer, Nørsett and Wanner, Solving Ordinary
 * Differential Equations I, II.1), the Euler-Maruyama method for the stochastic equation with the same marginals, and
 * Euler steps with noise whose standard deviation is defined by the policy.
 *
 * <p>In all of these, a stage depends only on the previous one: k_i = v(x + c_i·h·k_{i−1}, t + c_i·h), and x(t + h) = x
 * + h·Σ b_i·k_i.
 */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never written to
public enum Solver {
    /** One evaluation per step, order 1. */
    EULER(1, new double[] {0}, new double[] {1}),
    /** Two evaluations per step, order 2. */
    HEUN(1, new double[] {0, 1}, new double[] {0.5, 0.5}),
    /** Two evaluations per step, order 2. */
    MIDPOINT(2, new double[] {0, 0.5}, new double[] {0, 1}),
    /** Four evaluations per step, order 4. */
    RK4(2, new double[] {0, 0.5, 0.5, 1}, new double[] {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0}),
    /**
     * One evaluation per step, with fresh noise in all steps but the last, which is an Euler step: with v = E[ε − a |
     * x_t], x ← x + v·h + η·(x + (1 − t)·v)·h + √(−2·η·t·h)·ξ for h &lt; 0.
     */
    SDE(1, new double[] {0}, new double[] {1}),
    /**
     * One evaluation per step, with fresh noise in all steps including the last: x ← x + v·h + σ·ξ (DPPO, arXiv
     * 2409.00588).
     */
    DENOISING(1, new double[] {0}, new double[] {1});

    private final int resolution;
    private final double[] nodes;
    private final double[] weights;

    Solver(int resolution, double[] nodes, double[] weights) {
        this.resolution = resolution;
        this.nodes = nodes;
        this.weights = weights;
    }

    /** The number of evaluations of the field per step. */
    public int stages() {
        return nodes.length;
    }

    /** The resolution of the nodes: each is a multiple of 1 / resolution. */
    int resolution() {
        return resolution;
    }

    /** The node c_i in [0, 1], which is the point within a step at which the field is evaluated. */
    public double node(int stage) {
        return nodes[stage];
    }

    /** The weight b_i of an evaluation in the step. */
    public double weight(int stage) {
        return weights[stage];
    }
}
