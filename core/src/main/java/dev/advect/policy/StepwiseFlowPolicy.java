package dev.advect.policy;

import dev.advect.flow.TimeEmbedding;
import dev.advect.nn.Mlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.Parameters.Replica;
import dev.advect.nn.RunningNorm;
import dev.advect.nn.torch.HostTensor;
import dev.advect.runtime.FlowNoise;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Solver;
import dev.advect.runtime.Squash;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A policy made of a cascade of N small flows (SWFP, arXiv 2510.15388): block k carries particles through the flow
 * times [t_k, t_{k+1}], t_k = k / N, by M Euler steps of its own velocity v_k(s, x, t).
 *
 * <p><b>Here t = 0 is noise and t = 1 the action</b>, as in the SWFP paper; elsewhere in this project it is the other
 * way round (see {@link dev.advect.flow}). Blocks are numbered from 0. Actions are clipped to [-1, 1] and not squashed
 * by tanh, so that demonstrations at the bounds stay at a finite distance.
 *
 * <p>All parameters share one contiguous array, of which each network owns a part, so that each block can be trained by
 * its own thread.
 */
public final class StepwiseFlowPolicy implements Policy {
    /** The number of terms in the series of the log-determinant. */
    private static final int SERIES = 4;

    private final int actionSize;
    private final int chunk;
    private final int innerSteps;
    private final double noiseScale;
    private final TimeEmbedding embedding;
    private final Parameters parameters;
    private final List<Mlp> networks = new ArrayList<>();
    private final RunningNorm norm;
    private final Tensor frequencies;
    /** The embedded times of all Euler steps, {@code [N · M, timeEmbedding]}. */
    private final HostTensor times;

    /**
     * Creates a policy with random weights, which acts from noise of deviation 1.
     *
     * @param chunk the number c of actions that are decided on at once
     * @param blocks the number of blocks N
     * @param innerSteps the number of Euler steps per block M
     * @param hidden the widths of every block's hidden layers
     * @param workers the number of threads that compute with it at once
     */
    public StepwiseFlowPolicy(int observationSize, int actionSize, int chunk, int blocks, int innerSteps,
            List<Integer> hidden, int timeEmbedding, int workers, RandomGenerator random) {
        this(observationSize, actionSize, chunk, blocks, innerSteps, 1, hidden, timeEmbedding, workers, random);
    }

    /**
     * Creates a policy with random weights.
     *
     * @param noiseScale σ_0, the standard deviation of the noise x_0 from which the policy acts
     */
    public StepwiseFlowPolicy(int observationSize, int actionSize, int chunk, int blocks, int innerSteps, double noiseScale,
            List<Integer> hidden, int timeEmbedding, int workers, RandomGenerator random) {
        this.noiseScale = noiseScale;
        this.actionSize = actionSize;
        this.chunk = chunk;
        this.innerSteps = innerSteps;
        embedding = new TimeEmbedding(timeEmbedding);
        int d = chunk * actionSize;
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize + d + timeEmbedding);
        widths.addAll(hidden);
        widths.add(d);
        List<Parameters.Slot> slots = new ArrayList<>();
        for (int k = 0; k < blocks; k++) {
            slots.addAll(Mlp.slots("block" + k, widths));
        }
        parameters = new Parameters(slots, workers);
        for (Parameters part : parts(parameters, blocks)) {
            networks.add(new Mlp(widths, part, random));
        }
        norm = new RunningNorm(observationSize);
        frequencies = embedding.frequencies();
        times = times(blocks * innerSteps);
    }

    private HostTensor times(int steps) {
        HostTensor rows = new HostTensor(steps, embedding.size());
        float[] row = new float[embedding.size()];
        for (int i = 0; i < steps; i++) {
            embedding.write((double) i / steps, row, 0);
            rows.write((long) i * row.length, row, 0, row.length);
        }
        return rows;
    }

    private static List<Parameters> parts(Parameters whole, int blocks) {
        int each = whole.slots().size() / blocks;
        List<Parameters> parts = new ArrayList<>();
        for (int k = 0; k < blocks; k++) {
            parts.add(whole.part(k * each, (k + 1) * each));
        }
        return parts;
    }

    /** The parts of an array as large as {@link #parameters} that belong to the blocks. Close them before the whole. */
    public List<Parameters> parts(Parameters whole) {
        return parts(whole, blocks());
    }

    /** The number of blocks N. */
    public int blocks() {
        return networks.size();
    }

    /** The number of Euler steps per block M. */
    public int innerSteps() {
        return innerSteps;
    }

    /** σ_0, the standard deviation of the noise x_0 from which the policy acts. */
    public double noiseScale() {
        return noiseScale;
    }

    /** The number d of components of a particle, which is a chunk of actions. */
    public int size() {
        return chunk * actionSize;
    }

    /** The parameters of block {@code k}, a part of {@link #parameters}. */
    public Parameters block(int k) {
        return networks.get(k).parameters();
    }

    // ---- the flow

    /**
     * Computes v_k(s, x, t) with a separate flow time for each row.
     *
     * @param weights the weights of block k: a replica, or constants
     * @param s normalised observations, {@code [n, observationSize]}
     * @param x particles, {@code [n, d]}
     * @param t flow times, {@code [n, 1]}
     * @return velocities, {@code [n, d]}
     */
    public Tensor velocity(int k, Replica weights, Tensor s, Tensor x, Tensor t) {
        Tensor angle = t.mul(frequencies);
        return networks.get(k).forward(weights, torch.cat(new TensorVector(s, x, angle.cos(), angle.sin()), 1));
    }

    /** Computes v_k(s, x, t) at the flow time at which Euler step {@code m} of block {@code k} begins. */
    public Tensor velocity(int k, int m, Replica weights, Tensor s, Tensor x) {
        return networks.get(k).forward(weights, input(k, m, s, x));
    }

    private Tensor input(int k, int m, Tensor s, Tensor x) {
        Tensor time = times.tensor().narrow(0, (long) k * innerSteps + m, 1).expand(x.size(0), embedding.size());
        return torch.cat(new TensorVector(s, x, time), 1);
    }

    /** The layer widths of every block's network, from its input (s, x, embedded time) to its output, the velocity. */
    public List<Integer> widths() {
        return networks.getFirst().widths();
    }

    /** The embedding of flow times. */
    public TimeEmbedding embedding() {
        return embedding;
    }

    /** The flow time at which Euler step {@code m} of block {@code k} begins. */
    public double time(int k, int m) {
        return (double) (k * innerSteps + m) / (blocks() * innerSteps);
    }

    /** The length of an Euler step in flow time, 1 / (N · M). */
    public double stepLength() {
        return 1.0 / (blocks() * innerSteps);
    }

    /**
     * Applies T_k, the map of block {@code k}, to particles.
     *
     * @param x {@code [n, d]}
     * @return {@code [n, d]}
     */
    public Tensor apply(int k, Replica weights, Tensor s, Tensor x) {
        Scalar h = new Scalar(stepLength());
        for (int m = 0; m < innerSteps; m++) {
            x = x.add(velocity(k, m, weights, s, x), h);
        }
        return x;
    }

    /**
     * The particles after a block, and the log-volume change of the block's map.
     *
     * @param x the particles, {@code [n, d]}
     * @param logDet log |det ∂T_k/∂x|, or an estimate of it, {@code [n]}
     */
    public record Moved(Tensor x, Tensor logDet) {}

    /**
     * Applies T_k and computes its log-determinant, so that log π(x_N|s) = log N(x_0; 0, σ_0²·I) − Σ_k logDet_k.
     *
     * <p>An Euler step has the Jacobian I + h·A with A = ∂v/∂x. Its determinant is computed exactly or, at a cost that
     * does not grow with d², estimated: in log det(I + hA) = Σ_j (−1)^{j+1} h^j/j · tr A^j the traces are replaced by
     * Hutchinson's ε'A^j·ε. The series is cut off after four terms, which requires h·‖A‖ &lt; 1.
     *
     * @param probe the Hutchinson probe ε with random entries ±1, {@code [n, d]}; null for the exact determinant
     */
    public Moved applyWithVolume(int k, Replica weights, Tensor s, Tensor x, @Nullable Tensor probe) {
        Tensor logDet = torch.zeros_like(x.select(1, 0));
        for (int m = 0; m < innerSteps; m++) {
            Mlp network = networks.get(k);
            Tensor input = input(k, m, s, x);
            Moved step = probe == null ? exact(network, weights, input) : estimate(network, weights, input, probe);
            logDet = logDet.add(step.logDet());
            x = x.add(step.x(), new Scalar(stepLength()));
        }
        return new Moved(x, logDet);
    }

    /** Computes the velocity and the exact log |det(I + hA)|. */
    private Moved exact(Mlp network, Replica weights, Tensor input) {
        Tensor unit = torch.eye(size());
        Mlp.Dual dual = network.forward(weights, input, observationSize(),
                unit.unsqueeze(0).expand(input.size(0), size(), size()));
        Tensor jacobian = unit.add(dual.tangent(), new Scalar(stepLength()));
        return new Moved(dual.value(), torch.linalg_slogdet(jacobian).get1());
    }

    private Moved estimate(Mlp network, Replica weights, Tensor input, Tensor probe) {
        Tensor epsilon = probe.unsqueeze(1);
        Mlp.Dual dual = network.forward(weights, input, observationSize(), epsilon);
        Tensor power = dual.tangent();
        Tensor sum = torch.zeros_like(probe.select(1, 0));
        for (int j = 1; j <= SERIES; j++) {
            double factor = -Math.pow(-stepLength(), j) / j;
            sum = sum.add(power.mul(epsilon).sum(new long[] {1, 2}, false, new ScalarTypeOptional()), new Scalar(factor));
            if (j < SERIES) {
                power = network.forward(weights, input, observationSize(), power).tangent();
            }
        }
        return new Moved(dual.value(), sum);
    }

    // ---- the policy

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor noise) {
        Tensor x = noiseScale == 1 ? noise : noise.mul(new Scalar(noiseScale));
        for (int k = 0; k < blocks(); k++) {
            x = apply(k, block(k).frozen(), normalised, x);
        }
        return x;
    }

    @Override
    public Squash squash() {
        return Squash.CLIP;
    }

    @Override
    public boolean stochasticByDefault() {
        return true;
    }

    @Override
    public Optional<PolicySpec> spec() {
        List<Integer> widths = networks.getFirst().widths();
        List<Double> steps = FlowSpec.uniform(0, 1, blocks() * innerSteps);
        return Optional.of(new FlowSpec(observationSize(), size(), widths.subList(1, widths.size() - 1), embedding.size(), 1,
                blocks(), steps, Solver.EULER, new FlowNoise(noiseScale, 0, 0, 0, true)));
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public int actionSize() {
        return actionSize;
    }

    @Override
    public RunningNorm norm() {
        return norm;
    }

    @Override
    public Parameters parameters() {
        return parameters;
    }

    @Override
    public void close() {
        networks.forEach(network -> network.parameters().close());
        parameters.close();
        norm.close();
        times.close();
        frequencies.close();
    }
}
