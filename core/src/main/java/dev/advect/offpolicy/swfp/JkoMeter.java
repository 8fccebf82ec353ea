package dev.advect.offpolicy.swfp;

import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.swfp.JkoObjectives.Version;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.policy.StepwiseFlowPolicy;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Measures a finished JKO step of {@link Swfp} on a few states with many particles each: how far particles moved, whether the
 * bound of the parallel relaxation holds, and what became of the actions.
 *
 * <p>The bound: with e_k = RMS‖x_k − x_k^old‖ and δ_k = RMS‖T_k(x_k^old) − x_{k+1}^old‖ the triangle inequality gives
 * e_{k+1} ≤ L_k·e_k + δ_k, hence W2(π, π_old) ≤ e_N ≤ Σ_k (Π_{j&gt;k} L_j)·δ_k. L_k is estimated on the
 * particles that block k was trained on, as the maximum stretch of a pair of stale particles by T_k: particles that drift past
 * the bound have left the region in which they were trained.
 */
final class JkoMeter {
    private static final int STATES = 8;
    private static final int PARTICLES = 64;

    private final JkoProblem problem;
    private final SwfpConfig config;
    private final StepwiseFlowPolicy policy;
    private final JkoObjectives objectives;

    JkoMeter(JkoProblem problem, JkoObjectives objectives) {
        this.problem = problem;
        this.objectives = objectives;
        config = problem.config();
        policy = problem.policy();
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
     * @param value mean of Q
     * @param objective mean of what a step maximises beside the proximal terms, w·J − α·log π, with w = 1 in the sequential mode
     * @param magnitude mean absolute value of that objective
     */
    record Actions(double modes, double spread, double value, double objective, double magnitude) {}

    /**
     * Measures the step from the snapshot to the current policy.
     *
     * @param states normalised observations, {@code [m, observationSize]}, of which a few are used: evenly spaced ones, as a batch
     *     begins with those of demonstrations
     */
    Report report(HostTensor states, RandomGenerator random) {
        int n = policy.blocks();
        int count = (int) Math.min(STATES, states.shape()[0]);
        float[] s = repeated(states, count);
        float[] z = new float[count * PARTICLES * policy.size()];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) (policy.noiseScale() * random.nextGaussian());
        }
        double[] displacement = new double[n];
        double[] moved = new double[n];
        double[] drift = new double[n + 1];
        double bound = 0;
        double path = 0;
        double staleness = 0;
        float[] x = z;
        float[] old = z;
        for (int k = 0; k < n; k++) {
            float[] next = objectives.apply(k, Version.CURRENT, s, x);
            float[] oldNext = objectives.apply(k, Version.SNAPSHOT, s, old);
            float[] fromStale = k == 0 ? next : objectives.apply(k, Version.CURRENT, s, old); // at first both start from the noise
            displacement[k] = rms(next, x);
            moved[k] = rms(fromStale, oldNext);
            drift[k + 1] = rms(next, oldNext);
            bound = stretch(old, fromStale, count) * bound + moved[k];
            staleness = Math.max(staleness, drift[k] / Math.max(displacement[k], 1e-9));
            path += meanDistance(next, x);
            x = next;
            old = oldNext;
        }
        path /= meanDistance(x, z);
        return new Report(displacement, moved, drift, w2(x, old), bound, staleness, path,
                actions(Version.SNAPSHOT, s, z, old), actions(Version.CURRENT, s, z, x));
    }

    /** {@code count} of the states, evenly spaced, each as many times as it has particles. */
    private static float[] repeated(HostTensor states, int count) {
        long m = states.shape()[0];
        int o = (int) states.shape()[1];
        float[] s = new float[count * PARTICLES * o];
        for (int i = 0; i < count * PARTICLES; i++) {
            states.read(i / PARTICLES * m / count * o, s, i * o, o);
        }
        return s;
    }

    /** The squared distance of a row of {@code a} from a row of {@code b}. */
    private double square(float[] a, int i, float[] b, int j) {
        int d = policy.size();
        double sum = 0;
        for (int c = 0; c < d; c++) {
            double difference = a[i * d + c] - b[j * d + c];
            sum += difference * difference;
        }
        return sum;
    }

    private double meanDistance(float[] a, float[] b) {
        int rows = a.length / policy.size();
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += Math.sqrt(square(a, i, b, i));
        }
        return sum / rows;
    }

    private double rms(float[] a, float[] b) {
        int rows = a.length / policy.size();
        double sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += square(a, i, b, i);
        }
        return Math.sqrt(sum / rows);
    }

    /** The maximum ratio of distances after to distances before, over many pairs of particles of the same state. */
    private double stretch(float[] before, float[] after, int count) {
        double max = 0;
        for (int i = 0; i < count * PARTICLES; i++) {
            int first = i / PARTICLES * PARTICLES;
            for (int offset = 1; offset <= PARTICLES / 2; offset++) {
                int j = first + (i - first + offset) % PARTICLES;
                max = Math.max(max, Math.sqrt(square(after, i, after, j)) / (Math.sqrt(square(before, i, before, j)) + 1e-9));
            }
        }
        return max;
    }

    private double w2(float[] x, float[] y) {
        double sum = 0;
        double[][][] costs = ProximalTerm.costs(x, y, policy.size(), PARTICLES);
        for (double[][] cost : costs) {
            sum += Assignment.cost(cost, Assignment.solve(cost));
        }
        return Math.sqrt(sum / costs.length);
    }

    /** Statistics of the actions x that a policy makes of the noise z. */
    private Actions actions(Version version, float[] s, float[] z, float[] x) {
        int d = policy.size();
        int count = x.length / d / PARTICLES;
        float[] points = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            points[i] = Math.clamp(x[i], -1f, 1f);
        }
        double modes = 0;
        double squares = 0;
        for (int state = 0; state < count; state++) {
            modes += (double) ModeCount.of(points, state * PARTICLES, PARTICLES, d) / count;
            squares += variance(points, state * PARTICLES) / count;
        }
        float[] values = problem.value().of(s, x);
        double[] objective = objective(version, s, z, x, values);
        double value = 0;
        double sum = 0;
        double magnitude = 0;
        for (int i = 0; i < values.length; i++) {
            value += values[i];
            sum += objective[i];
            magnitude += Math.abs(objective[i]);
        }
        return new Actions(modes, Math.sqrt(squares), value / values.length, sum / values.length, magnitude / values.length);
    }

    /** w·J(s, x) − α·log π(x|s) of the actions x that a policy makes of the noise z, given Q(s, x). */
    private double[] objective(Version version, float[] s, float[] z, float[] x, float[] values) {
        double[] objective = new double[values.length];
        double weight = config.mode() == Mode.SEQUENTIAL ? 1 : config.blockWeight();
        float[] anchor = problem.anchor().isEmpty() ? x : actions(Version.ANCHOR, s, z);
        float[] logProbability = problem.alpha() > 0 ? logProbabilities(version, s, z) : new float[values.length];
        for (int i = 0; i < objective.length; i++) {
            double worth = values[i] - config.anchor() / 2 * square(x, i, anchor, i);
            objective[i] = weight * worth - problem.alpha() * logProbability[i];
        }
        return objective;
    }

    /** The actions that a policy makes of noise. */
    private float[] actions(Version version, float[] s, float[] z) {
        float[] x = z;
        for (int k = 0; k < policy.blocks(); k++) {
            x = objectives.apply(k, version, s, x);
        }
        return x;
    }

    /** log π(x|s) of the actions that a policy makes of noise, in parts for which there are probes. */
    private float[] logProbabilities(Version version, float[] s, float[] z) {
        int d = policy.size();
        int o = policy.observationSize();
        int n = z.length / d;
        float[] all = new float[n];
        for (int from = 0; from < n; from += problem.buffers().rows()) {
            int to = Math.min(n, from + problem.buffers().rows());
            float[] part = objectives.carry(version, Arrays.copyOfRange(s, from * o, to * o),
                    Arrays.copyOfRange(z, from * d, to * d), 0).logProbability();
            System.arraycopy(part, 0, all, from, part.length);
        }
        return all;
    }

    /** The mean squared distance of a state's particles from their mean. */
    private double variance(float[] points, int first) {
        int d = policy.size();
        double sum = 0;
        for (int c = 0; c < d; c++) {
            double mean = 0;
            for (int i = 0; i < PARTICLES; i++) {
                mean += points[(first + i) * d + c] / (double) PARTICLES;
            }
            for (int i = 0; i < PARTICLES; i++) {
                double away = points[(first + i) * d + c] - mean;
                sum += away * away / PARTICLES;
            }
        }
        return sum;
    }
}
