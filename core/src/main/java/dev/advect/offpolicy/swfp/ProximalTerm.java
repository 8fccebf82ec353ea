package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters;
import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.torch.Torch;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.List;

/** The proximal term of {@link Swfp}'s objective, which holds each block near its snapshot, by autograd. */
final class ProximalTerm {
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final List<Parameters> oldBlocks;
    private final HostTensor[] stale;

    /** @param stale x_0^old … x_N^old */
    ProximalTerm(SwfpConfig config, StepwiseFlowPolicy policy, List<Parameters> oldBlocks, HostTensor[] stale) {
        this.config = config;
        this.policy = policy;
        this.oldBlocks = oldBlocks;
        this.stale = stale;
    }

    /**
     * The term of block k, summed over particles: a scalar. The particles of a state are successive rows.
     *
     * @param s {@code [n, observationSize]}
     * @param x particles after block k, {@code [n, d]}
     * @param row of the first particle in the batch
     * @param update policy updates so far, on which τ depends
     */
    Tensor of(int k, Replica weights, Tensor s, Tensor x, int row, long update) {
        double tau = config.tau(k, update);
        Tensor before = stale[k + 1].tensor().narrow(0, row, x.size(0));
        return switch (config.regularizer()) {
            case W2 -> transport(x, before).mul(new Scalar(0.5 / tau));
            case KL -> divergence(k, weights, s, row).mul(new Scalar(1 / tau));
            case NONE -> torch.zeros_like(x.sum());
        };
    }

    /** P times Σ over states of W2²(x, y), particles of mass 1/P, in the configured coupling. */
    private Tensor transport(Tensor x, Tensor y) {
        int p = config.particles();
        return switch (config.coupling()) {
            case SYNCHRONOUS -> x.sub(y).square().sum();
            case ASSIGNMENT -> {
                double[][][] costs = costs(x, y, p);
                long[] partner = new long[costs.length * p];
                for (int state = 0; state < costs.length; state++) {
                    int[] assigned = Assignment.solve(costs[state]);
                    for (int i = 0; i < p; i++) {
                        partner[state * p + i] = (long) state * p + assigned[i];
                    }
                }
                yield x.sub(y.index_select(0, torch.tensor(partner))).square().sum();
            }
            case SINKHORN -> {
                // with the plan held fixed (envelope theorem) this has the gradient of the entropic cost
                double[][][] costs = costs(x, y, p);
                float[] plans = new float[costs.length * p * p];
                for (int state = 0; state < costs.length; state++) {
                    double[][] plan = Sinkhorn.plan(costs[state], config.sinkhornEpsilon());
                    for (int i = 0; i < p * p; i++) {
                        plans[state * p * p + i] = (float) plan[i / p][i % p];
                    }
                }
                Tensor plan = torch.tensor(plans).view(costs.length, p, p);
                Tensor rows = x.view(costs.length, p, 1, x.size(1));
                Tensor columns = y.view(costs.length, 1, p, x.size(1));
                yield rows.sub(columns).square().sum(3).mul(plan).sum().mul(new Scalar(p));
            }
        };
    }

    /** Squared distances between the particles of each state, {@code [states][P][P]}. */
    private static double[][][] costs(Tensor x, Tensor y, int p) {
        return costs(Torch.floats(x), Torch.floats(y), (int) x.size(1), p);
    }

    /** Squared distances between the particles of each state, {@code [n · P, d]}: {@code [n][P][P]}. */
    static double[][][] costs(float[] a, float[] b, int d, int p) {
        double[][][] costs = new double[a.length / d / p][p][p];
        for (int state = 0; state < costs.length; state++) {
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    double sum = 0;
                    for (int c = 0; c < d; c++) {
                        double difference = a[(state * p + i) * d + c] - b[(state * p + j) * d + c];
                        sum += difference * difference;
                    }
                    costs[state][i][j] = sum;
                }
            }
        }
        return costs;
    }

    /**
     * Block k's part of an upper bound of KL(π_old ‖ π), summed over rows.
     *
     * <p>A flow whose velocity is v, with x_t = (1 − t)·z + t·a and z ~ N(0, σ_0²·I), has the same marginals as the diffusion with
     * noise g and drift v + g²/2·∇log p_t, where ∇log p_t(x) = (t·v − x) / ((1 − t)·σ_0²). For two of them Girsanov's theorem gives
     * KL ≤ ∫ E‖Δdrift‖² / (2g²) dt with Δdrift = Δv·(1 + g²·t / (2·(1 − t)·σ_0²)), minimal where g² = 2·(1 − t)·σ_0²/t:
     * KL ≤ ∫ t/((1 − t)·σ_0²)·E‖v − v_old‖² dt, the mean over old particles. Each Euler step has the weight of its midpoint.
     */
    private Tensor divergence(int k, Replica weights, Tensor s, int row) {
        double h = policy.stepLength();
        double variance = policy.noiseScale() * policy.noiseScale();
        Replica before = oldBlocks.get(k).frozen();
        Tensor x = stale[k].tensor().narrow(0, row, s.size(0));
        Tensor sum = torch.zeros_like(x.sum());
        for (int m = 0; m < policy.innerSteps(); m++) {
            double t = (k * policy.innerSteps() + m + 0.5) * h;
            Tensor velocity;
            try (NoGradGuard _ = new NoGradGuard()) {
                velocity = policy.velocity(k, m, before, s, x);
            }
            Tensor difference = policy.velocity(k, m, weights, s, x).sub(velocity);
            sum = sum.add(difference.square().sum(), new Scalar(h * t / ((1 - t) * variance)));
            x = x.add(velocity, new Scalar(h));
        }
        return sum;
    }
}
