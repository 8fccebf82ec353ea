package dev.advect.policy;

import dev.advect.flow.Likelihood;
import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.flow.TimeEmbedding;
import dev.advect.flow.VelocityField;
import dev.advect.nn.Mlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.FlowNoise;
import dev.advect.runtime.FlowSpec;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Solver;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * A flow policy: a velocity field v_θ(s, x_t, t) that carries noise at t = 1 to an action at t = 0.
 *
 * <p>v_θ = scale · MLP([s, x_t, embedding(t)]), unless the network {@link #predictsAction}. FPO's public reference implementation scales by 0.25, so that an
 * untrained policy moves noise only little and explores widely.
 */
public final class FlowPolicy implements DensityPolicy {
    /** The number of Runge-Kutta steps of a likelihood; see docs/reference/likelihood.md for the effect of more steps. */
    private static final int LIKELIHOOD_STEPS = 4;

    private final int actionSize;
    private final List<Integer> hidden;
    private final TimeEmbedding embedding;
    private final Tensor frequencies;
    private final double outputScale;
    private final Mlp network;
    private final RunningNorm norm;
    private Sampling sampling;
    private boolean stochasticByDefault = true;
    private boolean predictsAction;

    /**
     * Creates a policy with random weights.
     *
     * @param hidden the widths of the hidden layers
     * @param timeEmbedding the number of components of the embedded flow time, even
     * @param outputScale the factor on the network's output
     * @param workers the number of threads that compute with it at once
     */
    public FlowPolicy(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding, double outputScale,
            Sampling sampling, int workers, RandomGenerator random) {
        this(observationSize, actionSize, hidden, timeEmbedding, outputScale, sampling, 0, workers, random);
    }

    /**
     * @param extraOutputs the number of network outputs that follow the velocity, see {@link DenoisingPolicy}
     */
    FlowPolicy(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding, double outputScale,
            Sampling sampling, int extraOutputs, int workers, RandomGenerator random) {
        this(actionSize, hidden, timeEmbedding, outputScale, sampling,
                new Mlp("velocity", widths(observationSize, actionSize, hidden, timeEmbedding, extraOutputs), workers, random),
                new RunningNorm(observationSize));
    }

    /** Creates a policy on a network and a normaliser, which it owns. */
    FlowPolicy(int actionSize, List<Integer> hidden, int timeEmbedding, double outputScale, Sampling sampling,
            Mlp network, RunningNorm norm) {
        this.actionSize = actionSize;
        this.hidden = List.copyOf(hidden);
        this.outputScale = outputScale;
        embedding = new TimeEmbedding(timeEmbedding);
        frequencies = embedding.frequencies();
        this.network = network;
        this.norm = norm;
        this.sampling = sampling;
    }

    /** The layer widths of a velocity network. */
    static List<Integer> widths(
            int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding, int extraOutputs) {
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize + actionSize + timeEmbedding);
        widths.addAll(hidden);
        widths.add(actionSize + extraOutputs);
        return widths;
    }

    /** The widths of the hidden layers. */
    public List<Integer> hidden() {
        return hidden;
    }

    /** The way in which actions are sampled. */
    public Sampling sampling() {
        return sampling;
    }

    /**
     * Sets the way in which actions are sampled, which may change {@link #noiseSize}. The velocity field stays the
     * same.
     */
    public void sampleWith(Sampling other) {
        sampling = other;
    }

    public TimeEmbedding embedding() {
        return embedding;
    }

    /** The frequencies of the time embedding, see {@link TimeEmbedding#frequencies}. This policy closes the tensor. */
    public Tensor frequencies() {
        return frequencies;
    }

    public double outputScale() {
        return outputScale;
    }

    public Mlp network() {
        return network;
    }

    /**
     * Whether the network predicts the action â at the end of the path, from which the velocity is (x_t − â) / t. Otherwise it
     * predicts the velocity itself.
     */
    public boolean predictsAction() {
        return predictsAction;
    }

    /** Sets whether the network predicts actions (initially false). */
    public void predictAction(boolean predicts) {
        predictsAction = predicts;
    }

    @Override
    public void ignore(IntPredicate ignored) {
        network.ignoreInputs(input -> input < observationSize() && ignored.test(input));
    }

    @Override
    public void scaleInitialOutput(double factor) {
        network.scaleOutputs(0, actionSize, factor);
    }

    /** The number of network inputs: observation, x_t and embedded time. */
    public int inputSize() {
        return observationSize() + actionSize + embedding.size();
    }

    /**
     * Computes the network's outputs for complete inputs: velocities or, if {@link #predictsAction()}, actions.
     *
     * @param input normalised observation, x_t and embedding of t, {@code [n, inputSize]}
     * @return {@code [n, actionSize]}
     */
    public Tensor output(int worker, Tensor input) {
        return network.forward(worker, input).narrow(1, 0, actionSize).mul(new Scalar(outputScale));
    }

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor noise) {
        return sampling.sample(field(worker, normalised), noise, actionSize);
    }

    /**
     * Integrates the field, whatever {@link #sampling()} is. The likelihood is that of the field's own actions, without
     * any clamping or added noise.
     */
    @Override
    public Tensor logLikelihood(int worker, Tensor normalised, Tensor action) {
        return Likelihood.of(actionSize, LIKELIHOOD_STEPS).logDensity(field(worker, normalised), action);
    }

    @Override
    public Tensor sample(int worker, Tensor normalised, Tensor noise) {
        Sampling exact = new Sampling(Sampler.RK4, LIKELIHOOD_STEPS); // the likelihood's solver
        try (NoGradGuard _ = new NoGradGuard()) {
            return exact.sample(field(worker, normalised), noise, actionSize);
        }
    }

    /** The velocity field for given observations, with one point per observation. */
    public VelocityField field(int worker, Tensor normalised) {
        return (x, t) -> {
            Tensor out = output(worker, input(normalised, x, t));
            return predictsAction ? x.sub(out).div_(new Scalar(Math.max(t, FlowSpec.MIN_TIME))) : out;
        };
    }

    /** Builds the network's input if all rows share one flow time. */
    Tensor input(Tensor normalised, Tensor x, double t) {
        float[] row = new float[embedding.size()];
        embedding.write(t, row, 0);
        Tensor time = torch.tensor(row).unsqueeze(0).expand(x.size(0), embedding.size());
        return torch.cat(new TensorVector(normalised, x, time), 1);
    }

    @Override
    public boolean stochasticByDefault() {
        return stochasticByDefault;
    }

    /** Sets whether evaluations sample actions by default (initially true) or act with zero noise. */
    public void setStochasticByDefault(boolean sampled) {
        stochasticByDefault = sampled;
    }

    @Override
    public Optional<PolicySpec> spec() {
        Solver solver = switch (sampling.sampler()) {
            case EULER -> Solver.EULER;
            case HEUN -> Solver.HEUN;
            case MIDPOINT -> Solver.MIDPOINT;
            case RK4 -> Solver.RK4;
            case SDE -> Solver.SDE;
        };
        return Optional.of(spec(solver, new FlowNoise(1, sampling.noiseLevel(), 0, 0, stochasticByDefault)));
    }

    /**
     * The runtime's description of the field, at the times of {@link #sampling()} but with the given solver and noise.
     */
    FlowSpec spec(Solver solver, FlowNoise noise) {
        List<Double> times = Arrays.stream(sampling.schedule().times(sampling.steps())).boxed().toList();
        return new FlowSpec(
                observationSize(), actionSize, hidden, embedding.size(), outputScale, 1, times, solver, noise,
                predictsAction);
    }

    @Override
    public int actionSize() {
        return actionSize;
    }

    @Override
    public int noiseSize() {
        return sampling.noiseSize(actionSize);
    }

    @Override
    public RunningNorm norm() {
        return norm;
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public void close() {
        DensityPolicy.super.close();
        frequencies.close();
    }
}
