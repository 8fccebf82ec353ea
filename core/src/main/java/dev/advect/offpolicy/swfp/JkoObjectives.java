package dev.advect.offpolicy.swfp;

import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.FlowMatching;
import org.bytedeco.pytorch.Tensor;

/**
 * The objectives of {@link Swfp} with their gradients: flow matching for pre-training, and the three ways to differentiate
 * the {@link JkoProblem}.
 *
 * <p>J(s, x) = Q(s, x) − λ/2·‖x − x^anchor‖² is what an action is worth, Q alone without an anchor.
 *
 * <p>There are two implementations, {@link TorchJkoObjectives} by autograd, which reads like the paper and can do
 * everything, and {@link VectorJkoObjectives}, written out for vector instructions. Rows are particles, P successive ones for
 * each state.
 *
 * <p>Methods may be called by any number of threads at once, with the exception of those that load parameters: {@code load(k)}
 * may run while other blocks are computed, but no other thread may use block k meanwhile; the other two run alone.
 */
interface JkoObjectives {
    /** The faster implementation that can do what the configuration asks for. */
    static JkoObjectives of(JkoProblem problem) {
        return VectorJkoObjectives.supports(problem.config())
                ? new VectorJkoObjectives(problem)
                : new TorchJkoObjectives(problem);
    }

    /** Reads the snapshot's parameters, whenever they have changed. */
    void loadSnapshot();

    /** Reads the anchor's parameters, once they are known; there is an anchor. */
    void loadAnchor();

    /** Reads block k's parameters, whenever they have changed. */
    void load(int k);

    /** The parameters of a policy at different times. */
    enum Version {
        /** θ. */
        CURRENT,
        /** θ_old. */
        SNAPSHOT,
        /** θ before the first JKO step, to which an anchor holds the policy. */
        ANCHOR
    }

    /** Whether several threads may compute parts of the rows of one block at once, each adding to its gradient. */
    boolean divisible();

    /**
     * Applies the map of a block to particles, without gradients.
     *
     * @param s normalised observations, {@code [n, observationSize]}
     * @param x x_k, {@code [n, d]}
     * @return x_{k+1}, {@code [n, d]}
     */
    float[] apply(int k, Version version, float[] s, float[] x);

    /**
     * Carries noise through all blocks.
     *
     * @param s normalised observations, {@code [n, observationSize]}
     * @param z x_0, noise of deviation σ_0, {@code [n, d]}
     * @param row of the first of these rows in the batch, which selects the probes where log-determinants are estimated
     */
    Carried carry(Version version, float[] s, float[] z, int row);

    /**
     * The end of a path through the cascade.
     *
     * @param x x_N, {@code [n, d]}
     * @param logProbability log π(x_N|s), {@code [n]}; zeros while α is 0
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Carried(float[] x, float[] logProbability) {}

    /**
     * Adds the gradient of {@link FlowMatching} to block k's first replica.
     *
     * @param rows the rows of the batch to use; their part of the loss is returned
     * @param a the actions to regress on, {@code [n, d]}
     */
    double flowMatching(int k, RowRange rows, Batch batch, Tensor a);

    /** Carries the noise of the rows [from, from + n) through the snapshot: fills in x_1^old … x_N^old, and x_N^anchor. */
    void particles(int from, int n);

    /**
     * Adds the gradient of F, through the whole cascade, to a worker's replica.
     *
     * @param from the first of n states, whose particles are used
     * @param update policy updates so far, on which τ depends
     * @return these states' part of F, a mean over all states
     */
    double sequential(int worker, int from, int n, long update);

    /**
     * Adds the gradient of block k's own objective to its first replica. The block starts from x_k^old, and the snapshot's
     * later blocks carry its particles to an action:
     * F_k = E[−w·J(s, T_old(T_k(x_k^old)))] + 1/(2τ_k)·W2²(T_k(x_k^old), x_{k+1}^old). With w = 1 its gradient at
     * θ = θ_old is block k's part of ∇F.
     *
     * @return the rows' part of F_k
     */
    double parallel(int k, RowRange rows, long update);

    /**
     * Fills in the adjoint states of the rows [from, from + n), by one vector-Jacobian product through the snapshot:
     * g_k = ∇_{x_k} (w·J + α·Σ_{j≥k} log|det ∂T_j|) for k = 1 … N.
     */
    void adjointStates(int from, int n);

    /**
     * Adds the gradient of block k's regression on x_{k+1}^old + τ_k·g_{k+1}, the explicit Euler step of the gradient flow,
     * to its first replica. Up to a constant, the regression's loss 1/(2τ)·‖T_k − x^old − τ·g‖² is
     * −⟨T_k − x^old, g⟩ + 1/(2τ)·‖T_k − x^old‖².
     *
     * @return the rows' part of the loss
     */
    double adjoint(int k, RowRange rows, long update);

    /** The rows [from, from + n), all of them where objectives are not {@link #divisible}. */
    record RowRange(int from, int n) {}
}
