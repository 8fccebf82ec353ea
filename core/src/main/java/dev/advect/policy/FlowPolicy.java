package dev.advect.policy;

import dev.advect.flow.Likelihood;
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
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A flow policy: a velocity field v_θ(s, x_t, t) that carries noise at t = 1 to an action at t = 0.
 *
 * <p>v_θ = scale · MLP([s, x_t, embedding(t)]); FPO's public reference scales by 0.25, so that a new policy moves noise
 * little and explores widely.
 */
public final class FlowPolicy implements DensityPolicy {
    /** Of Runge and Kutta; see docs/reference/likelihood.md for what more would change. */
    private static final int LIKELIHOOD_STEPS = 4;

    private final int actionSize;
    private final List<Integer> hidden;
    private final TimeEmbedding embedding;
    private final Tensor frequencies;
    private final double outputScale;
    private final Mlp network;
    private final RunningNorm norm;
    private Sampling sampling;
    private boolean sampledByDefault = true;

    /**
     * @param hidden widths of the hidden layers
     * @param workers how many threads compute with it at once
     */
    public FlowPolicy(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding, double outputScale,
            Sampling sampling, int workers, RandomGenerator random) {
        this(observationSize, actionSize, hidden, timeEmbedding, outputScale, sampling, 0, workers, random);
    }

    /** @param more outputs of the network that follow the velocity, see {@link DenoisingPolicy} */
    FlowPolicy(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding, double outputScale,
            Sampling sampling, int more, int workers, RandomGenerator random) {
        this.actionSize = actionSize;
        this.hidden = List.copyOf(hidden);
        this.outputScale = outputScale;
        embedding = new TimeEmbedding(timeEmbedding);
        frequencies = embedding.frequencies();
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize + actionSize + timeEmbedding);
        widths.addAll(hidden);
        widths.add(actionSize + more);
        network = new Mlp("velocity", widths, workers, random);
        norm = new RunningNorm(observationSize);
        this.sampling = sampling;
    }

    /** How actions are drawn. */
    public Sampling sampling() {
        return sampling;
    }

    /** From now on actions are drawn in this way, which may take more or fewer numbers; the field stays as it is. */
    public void sampleWith(Sampling other) {
        sampling = other;
    }

    public TimeEmbedding embedding() {
        return embedding;
    }

    /** {@link TimeEmbedding#frequencies}, closed with this. */
    public Tensor frequencies() {
        return frequencies;
    }

    public double outputScale() {
        return outputScale;
    }

    public Mlp network() {
        return network;
    }

    /** Inputs of the network: observation, x_t, embedded time. */
    public int inputSize() {
        return observationSize() + actionSize + embedding.size();
    }

    /**
     * The velocity for rows that are put together already.
     *
     * @param input {@code [n, inputSize]}: normalised observation, x_t, embedding of t
     * @return {@code [n, actionSize]}
     */
    public Tensor velocity(int worker, Tensor input) {
        return network.forward(worker, input).narrow(1, 0, actionSize).mul(new Scalar(outputScale));
    }

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor noise) {
        return sampling.sample(field(worker, normalised), noise, actionSize);
    }

    /** By integration, whatever {@link #sampling()} is; of actions as the field makes them, without any bound or noise. */
    @Override
    public Tensor logLikelihood(int worker, Tensor normalised, Tensor action) {
        return Likelihood.of(actionSize, LIKELIHOOD_STEPS).logDensity(field(worker, normalised), action);
    }

    /** The field of some observations, a point for each. */
    public VelocityField field(int worker, Tensor normalised) {
        return (x, t) -> velocity(worker, input(normalised, x, t));
    }

    /** The network's input where all rows are at the same time. */
    Tensor input(Tensor normalised, Tensor x, double t) {
        float[] row = new float[embedding.size()];
        embedding.write(t, row, 0);
        Tensor time = torch.tensor(row).unsqueeze(0).expand(x.size(0), embedding.size());
        return torch.cat(new TensorVector(normalised, x, time), 1);
    }

    @Override
    public boolean sampledByDefault() {
        return sampledByDefault;
    }

    /** From now on evaluations draw actions by default, as they do at first, or take the action of zero noise. */
    public void sampleByDefault(boolean sampled) {
        sampledByDefault = sampled;
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
        return Optional.of(spec(solver, new FlowNoise(sampling.noiseLevel(), 0, 0, sampledByDefault)));
    }

    /** The field at the times of {@link #sampling()}, with a solver and noise of the caller's. */
    FlowSpec spec(Solver solver, FlowNoise noise) {
        List<Double> times = Arrays.stream(sampling.schedule().times(sampling.steps())).boxed().toList();
        return new FlowSpec(
                observationSize(), actionSize, hidden, embedding.size(), outputScale, 1, times, solver, noise);
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
