package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Looks at a finished JKO step of {@link Swfp}: how far particles went, whether the bound of the parallel relaxation
 * holds, whether modes were lost; and names the ways in which such a run fails.
 *
 * <p>The bound: with e_k = RMS‖x_k − x_k^old‖ and δ_k = RMS‖T_k(x_k^old) − x_{k+1}^old‖ the triangle inequality gives
 * e_{k+1} ≤ L_k·e_k + δ_k, L_k the greatest stretch of a pair of particles by T_k, hence
 * W2(π, π_old) ≤ e_N ≤ Σ_k (Π_{j&gt;k} L_j)·δ_k.
 */
final class JkoMonitor {
    private static final int STATES = 8;
    private static final int PARTICLES = 64;
    /** Steps in a row that must look bad. */
    private static final int PATIENCE = 5;
    /** Part of the reference below which modes or spread count as lost. */
    private static final double LOST_MODES = 0.5;
    private static final double LOST_SPREAD = 0.1;
    /** Part of a block's own displacement by which its input may have gone stale. */
    private static final double STALE = 0.5;

    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final List<Parameters> oldBlocks;
    /** Modes and spread when the first step began; NaN before. */
    private double referenceModes = Double.NaN;
    private double referenceSpread = Double.NaN;
    /** Bad steps in a row: collapse, instability, staleness. */
    private final long[] bad = new long[3];
    private final List<String> warnings = new ArrayList<>();

    JkoMonitor(SwfpConfig config, StepwiseFlowPolicy policy, List<Parameters> oldBlocks) {
        this.config = config;
        this.policy = policy;
        this.oldBlocks = oldBlocks;
    }

    /** What is climbed, a row each. */
    @FunctionalInterface
    interface Value {
        Tensor of(Tensor s, Tensor x);
    }

    /**
     * What a JKO step did, on some states with many particles each.
     *
     * @param displacement RMS‖x_{k+1} − x_k‖ of every block, {@code [N]}
     * @param moved δ, {@code [N]}
     * @param drift e_0 … e_N
     * @param w2 between π and π_old given the state, by exact assignment, root mean square over states
     * @param bound Σ_k (Π_{j&gt;k} L_j)·δ_k
     * @param staleness the greatest e_k / RMS‖x_{k+1}^old − x_k^old‖
     * @param path mean over particles of the path's length, over the mean of the displacement from noise to action
     * @param modes clusters of actions, mean over states
     * @param spread RMS distance of actions from their state's mean
     * @param gain mean value of the actions less that of the snapshot's
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Report(double[] displacement, double[] moved, double[] drift, double w2, double bound, double staleness,
            double path, double modes, double spread, double gain) {}

    /**
     * Measures the step from the snapshot to the policy as it is.
     *
     * @param states normalised observations, {@code [m, observationSize]}, of which the first few are used
     */
    Report report(Tensor states, Value value, RandomGenerator random) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            int n = policy.blocks();
            int d = policy.size();
            long count = Math.min(STATES, states.size(0));
            Tensor s = states.narrow(0, 0, count).repeat_interleave(PARTICLES, torch.tensor(0).dim() == 0 ? null : null);
            return null;
        }
    }
}
