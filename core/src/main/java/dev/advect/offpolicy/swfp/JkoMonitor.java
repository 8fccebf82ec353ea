package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.swfp.JkoMeter.Report;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.policy.StepwiseFlowPolicy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Follows the JKO steps of {@link Swfp}: adds what {@link JkoMeter} measures of each to the metrics, and warns of three ways in
 * which such a run fails.
 */
final class JkoMonitor {
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
    /** Fraction of the objective's magnitude that a step must lose to count as bad. */
    private static final double LOSS = 0.01;

    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final JkoMeter meter;
    /** Modes and spread before the first step; NaN until then. */
    private double referenceModes = Double.NaN;
    private double referenceSpread = Double.NaN;
    /** Consecutive bad steps: collapse, instability, staleness. */
    private final long[] bad = new long[3];
    private final List<String> warnings = new ArrayList<>();

    JkoMonitor(JkoProblem problem, JkoObjectives objectives) {
        meter = new JkoMeter(problem, objectives);
        config = problem.config();
        policy = problem.policy();
    }

    /** Measures the step from the snapshot to the current policy, adds it to the metrics and looks for signs of failure. */
    void measure(HostTensor states, long update, RandomGenerator random, MetricAccumulator metrics) {
        Report report = meter.report(states, random);
        for (int k = 0; k < report.displacement().length; k++) {
            metrics.add("swfp/displacement_" + (k + 1), report.displacement()[k]);
        }
        metrics.add("swfp/w2", report.w2());
        metrics.add("swfp/w2_bound", report.bound());
        metrics.add("swfp/drift", report.drift()[policy.blocks()]);
        metrics.add("swfp/staleness", report.staleness());
        metrics.add("swfp/path_ratio", report.path());
        metrics.add("swfp/modes", report.after().modes());
        metrics.add("swfp/spread", report.after().spread());
        metrics.add("swfp/gain", report.after().value() - report.before().value());
        judge(report, update);
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
        double gain = report.after().objective() - report.before().objective();
        double cost = cost(report, update);
        double floor = -LOSS * report.before().magnitude();
        // self-imitation moves the policy as well, and is no part of what the step minimises
        boolean alone = config.selfImitationRate() == 0;
        note(1, alone && !(gain - cost > floor),
                String.format(Locale.ROOT, "instability: a proximal step gained %.3g in its objective and cost %.3g in distance; the learning rate is high "
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
