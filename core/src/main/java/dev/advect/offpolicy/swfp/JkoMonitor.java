package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.Parameters;
import dev.advect.nn.torch.Torch;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.policy.StepwiseFlowPolicy;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * The diagnosis of a finished JKO step of {@link Swfp}: how far particles moved, whether the bound of the parallel relaxation
 * holds, and whether modes were lost. It warns of three ways in which such a run fails.
 *
 * <p>The bound: with e_k = RMS‖x_k − x_k^old‖ and δ_k = RMS‖T_k(x_k^old) − x_{k+1}^old‖ the triangle inequality gives
 * e_{k+1} ≤ L_k·e_k + δ_k, hence W2(π, π_old) ≤ e_N ≤ Σ_k (Π_{j&gt;k} L_j)·δ_k. L_k is estimated on the
 * particles that block k was trained on, as the maximum stretch of a pair of stale particles by T_k: particles that drift past
 * the bound have left the region in which they were trained.
 */
final class JkoMonitor {
    private static final int STATES = 8;
    private static final int PARTICLES = 64;
    /** Consecutive bad JKO steps after which a warning is given. */
    private static final int PATIENCE = 5;
    /**
     * Fractions of the reference below which modes count as lost. Both must be undercut: particles between two clusters may
     * join them without bringing them nearer to each other.
     */
    private static final double LOST_MODES = 0.5;
    private static final double LOST_DISTANCE = 0.7;
    /** Fraction of the reference below which the spread alone is too small. */
    private static final double LOST_SPREAD = 0.1;
    /** Fraction of a block's own displacement by which its input may have drifted. */
    private static final double STALE = 0.5;
    /** Fraction of the values' magnitude that a step must lose to count as bad. */
    private static final double LOSS = 0.01;

    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final List<Parameters> oldBlocks;
    /** Modes and spread before the first step; NaN until then. */
    private double referenceModes = Double.NaN;
    private double referenceSpread = Double.NaN;
    /** Consecutive bad steps: collapse, instability, staleness. */
    private final long[] bad = new long[3];
    private final List<String> warnings = new ArrayList<>();

    JkoMonitor(SwfpConfig config, StepwiseFlowPolicy policy, List<Parameters> oldBlocks) {
        this.config = config;
        this.policy = policy;
        this.oldBlocks = oldBlocks;
    }

    /** The objective to maximise, one value per row: {@code [n, observationSize]} and {@code [n, d]} to {@code [n]}. */
    @FunctionalInterface
    interface Value {
        Tensor of(Tensor s, Tensor x);
    }

    /**
     * The measured effect of a JKO step, on a few states with many particles each.
     *
     * @param displacement RMS‖x_{k+1} − x_k‖ of every block, {@code [N]}
     * @param moved δ, {@code [N]}
     * @param drift e_0 … e_N
     * @param w2 W2(π, π_old) given the state, by exact assignment, root mean square over states
     * @param bound Σ_k (Π_{j&gt;k} L_j)·δ_k
     * @param staleness the maximum of e_k / RMS‖x_{k+1} − x_k‖
     * @param path mean length of the paths divided by the mean distance from noise to action
     * @param before the snapshot's actions
     * @param after the policy's actions
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Report(double[] displacement, double[] moved, double[] drift, double w2, double bound, double staleness,
            double path, Actions before, Actions after) {}

    /**
     * Statistics of the actions of many particles per state.
     *
     * @param modes clusters, mean over states
     * @param spread RMS distance from the state's mean action
     * @param value mean of the objective
     * @param magnitude mean absolute value of the objective
     */
    record Actions(double modes, double spread, double value, double magnitude) {}

    /** Measures the step from the snapshot to the current policy, adds it to the metrics and looks for signs of failure. */
    void measure(Tensor states, Value value, long update, RandomGenerator random, MetricAccumulator averages) {
        Report report = report(states, value, random);
        for (int k = 0; k < report.displacement().length; k++) {
            averages.add("swfp/displacement_" + (k + 1), report.displacement()[k]);
        }
        averages.add("swfp/w2", report.w2());
        averages.add("swfp/w2_bound", report.bound());
        averages.add("swfp/drift", report.drift()[policy.blocks()]);
        averages.add("swfp/staleness", report.staleness());
        averages.add("swfp/path_ratio", report.path());
        averages.add("swfp/modes", report.after().modes());
        averages.add("swfp/spread", report.after().spread());
        averages.add("swfp/gain", report.after().value() - report.before().value());
        judge(report, update);
    }

    /**
     * Measures the step from the snapshot to the current policy.
     *
     * @param states normalised observations, {@code [m, observationSize]}, of which the first few are used
     */
    Report report(Tensor states, Value value, RandomGenerator random) {
        try (NoGradGuard _ = new NoGradGuard();
                PointerScope _ = new PointerScope()) {
            int n = policy.blocks();
            int d = policy.size();
            int count = (int) Math.min(STATES, states.size(0));
            long observation = states.size(1);
            Tensor s = states.narrow(0, 0, count).unsqueeze(1).expand(count, PARTICLES, observation)
                    .reshape((long) count * PARTICLES, observation);
            float[] noise = new float[count * PARTICLES * d];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
            Tensor z = torch.tensor(noise).view((long) count * PARTICLES, d);
            double[] displacement = new double[n];
            double[] moved = new double[n];
            double[] drift = new double[n + 1];
            double bound = 0;
            double path = 0;
            double staleness = 0;
            Tensor x = z;
            Tensor old = z;
            for (int k = 0; k < n; k++) {
                Tensor next = policy.apply(k, policy.block(k).frozen(), s, x);
                Tensor oldNext = policy.apply(k, oldBlocks.get(k).frozen(), s, old);
                Tensor fromStale = policy.apply(k, policy.block(k).frozen(), s, old);
                displacement[k] = rms(next.sub(x));
                moved[k] = rms(fromStale.sub(oldNext));
                drift[k + 1] = rms(next.sub(oldNext));
                bound = stretch(old, fromStale, count) * bound + moved[k];
                staleness = Math.max(staleness, drift[k] / Math.max(displacement[k], 1e-9));
                path += norms(next.sub(x)).mean().item_double();
                x = next;
                old = oldNext;
            }
            path /= norms(x.sub(z)).mean().item_double();
            return new Report(displacement, moved, drift, w2(x, old), bound, staleness, path,
                    actions(s, old, value, count), actions(s, x, value, count));
        }
    }

    private static Tensor norms(Tensor x) {
        return x.square().sum(1).sqrt();
    }

    private static double rms(Tensor x) {
        return Math.sqrt(x.square().sum(1).mean().item_double());
    }

    /** The maximum ratio of distances after to distances before, over many pairs of particles of the same state. */
    private static double stretch(Tensor before, Tensor after, int count) {
        double max = 0;
        for (long offset = 1; offset <= PARTICLES / 2; offset++) {
            Tensor apart = distances(before, count, offset).add(new Scalar(1e-9));
            max = Math.max(max, distances(after, count, offset).div(apart).max().item_double());
        }
        return max;
    }

    private static Tensor distances(Tensor x, int count, long offset) {
        Tensor particles = x.view(count, PARTICLES, x.size(1));
        return particles.sub(particles.roll(new long[] {offset}, 1)).square().sum(2).sqrt();
    }

    private static double w2(Tensor x, Tensor y) {
        double sum = 0;
        double[][][] costs = ProximalTerm.costs(x, y, PARTICLES);
        for (double[][] cost : costs) {
            sum += Assignment.cost(cost, Assignment.solve(cost));
        }
        return Math.sqrt(sum / costs.length);
    }

    private Actions actions(Tensor s, Tensor x, Value value, int count) {
        Tensor action = policy.toEnvironment(x);
        float[] points = Torch.floats(action);
        double modes = 0;
        for (int state = 0; state < count; state++) {
            modes += (double) ModeCount.of(points, state * PARTICLES, PARTICLES, policy.size()) / count;
        }
        Tensor particles = action.view(count, PARTICLES, policy.size());
        Tensor mean = particles.mean(new long[] {1}, true, new ScalarTypeOptional());
        double spread = Math.sqrt(particles.sub(mean).square().sum(2).mean().item_double());
        Tensor values = value.of(s, x);
        return new Actions(modes, spread, values.mean().item_double(), values.abs().mean().item_double());
    }

    // ---- signatures of failure

    /** Warns of what has gone wrong several times in a row, once until it has gone right again. */
    void judge(Report report, long update) {
        if (Double.isNaN(referenceModes)) {
            referenceModes = report.before().modes();
            referenceSpread = report.before().spread();
        }
        boolean fewer = report.after().modes() < LOST_MODES * referenceModes
                && report.after().spread() < LOST_DISTANCE * referenceSpread;
        note(0, fewer || report.after().spread() < LOST_SPREAD * referenceSpread,
                String.format(Locale.ROOT, "mode collapse: the policy's actions form %.1f clusters with a spread of %.3g, at first they were %.1f "
                        + "with %.3g; the weight of W2 is too small: lower swfp.tau, or raise swfp.alpha",
                report.after().modes(), report.after().spread(), referenceModes, referenceSpread));
        double gain = report.after().value() - report.before().value();
        double cost = cost(report, update);
        double floor = -LOSS * report.before().magnitude();
        note(1, !(gain - cost > floor),
                String.format(Locale.ROOT, "instability: a proximal step gained %.3g in value and cost %.3g in distance; the learning rate is high "
                        + "against tau: lower swfp.learningRate, or raise swfp.period",
                gain, cost));
        double reached = report.drift()[policy.blocks()];
        boolean apart = config.mode() != Mode.SEQUENTIAL;
        note(2, apart && (report.staleness() > STALE || reached > report.bound() * (1 + 1e-4)),
                String.format(Locale.ROOT, "stale particles: blocks begin where particles are no longer, by %.2f of a block's own displacement "
                        + "(drift %.3g, bound %.3g); lower swfp.period or swfp.tau, or use swfp.mode=sequential",
                report.staleness(), reached, report.bound()));
    }

    /** Σ_k 1/(2τ_k)·‖x_{k+1} − x_{k+1}^old‖², the proximal part of the objective. */
    private double cost(Report report, long update) {
        double cost = 0;
        for (int k = 0; k < policy.blocks() && config.regularizer() == Regularizer.W2; k++) {
            double distance = config.mode() == Mode.SEQUENTIAL ? report.drift()[k + 1] : report.moved()[k];
            cost += distance * distance / (2 * config.tau(k, update));
        }
        return cost;
    }

    private void note(int sign, boolean isBad, String message) {
        bad[sign] = isBad ? bad[sign] + 1 : 0;
        if (bad[sign] == PATIENCE) {
            warnings.add(message);
        }
    }

    /** The warnings since the last call, one line each. */
    List<String> drainWarnings() {
        List<String> drained = List.copyOf(warnings);
        warnings.clear();
        return drained;
    }

    void save(StateDict state) {
        state.putDoubles("reference", new double[] {referenceModes, referenceSpread}, 2);
        state.putLongs("bad", bad.clone(), bad.length);
    }

    void load(StateDict state) {
        double[] reference = state.doubles("reference", 2);
        referenceModes = reference[0];
        referenceSpread = reference[1];
        System.arraycopy(state.longs("bad", bad.length), 0, bad, 0, bad.length);
    }
}
