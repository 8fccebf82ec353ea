package dev.advect.runtime;

/**
 * Solvers of dx/dt = v(x, t) with a fixed step h: the classical explicit Runge-Kutta methods (Hairer, Nørsett and
 * Wanner, Solving Ordinary Differential Equations I, II.1).
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
    RK4(2, new double[] {0, 0.5, 0.5, 1}, new double[] {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0});

    private final int resolution;
    private final double[] nodes;
    private final double[] weights;

    Solver(int resolution, double[] nodes, double[] weights) {
        this.resolution = resolution;
        this.nodes = nodes;
        this.weights = weights;
    }

    int stages() {
        return nodes.length;
    }

    /** Every node is a multiple of 1 / resolution. */
    int resolution() {
        return resolution;
    }

    /** c_i. */
    double node(int stage) {
        return nodes[stage];
    }

    /** b_i. */
    double weight(int stage) {
        return weights[stage];
    }
}
