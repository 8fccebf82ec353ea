package dev.advect.policy;

import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.FlowNoise;
import dev.advect.runtime.PolicySpec;
import dev.advect.runtime.Solver;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * A policy that follows a velocity field in K noisy steps, x_{k+1} = x_k + v(s, x_k, t_k)·Δt + σ·ξ_k from x_0 ~ N(0,
 * I), with t_k = 1 − k/K and Δt = −1/K: a Markov chain of Gaussian steps, each of which has a tractable likelihood
 * (DPPO, arXiv 2409.00588).
 *
 * <p>σ is either fixed or given per dimension by additional outputs of the network: σ = low·(high / low)^sigmoid(out).
 */
public final class DenoisingPolicy implements Policy {
    private final FlowPolicy flow;
    private final StepNoise noise;
    private final int steps;

    /**
     * The standard deviation of a denoising step.
     *
     * @param low the smallest value
     * @param high the largest value; equal to {@code low} if the deviation is fixed
     */
    public record StepNoise(double low, double high) {
        public boolean learnt() {
            return high > low;
        }

        /** log(high / low). */
        public double range() {
            return Math.log(high / low);
        }
    }

    /**
     * Creates a policy with random weights.
     *
     * @param hidden the widths of the hidden layers
     * @param steps the number of denoising steps K
     * @param workers the number of threads that compute with it at once
     */
    public DenoisingPolicy(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding,
            double outputScale, StepNoise noise, int steps, int workers, RandomGenerator random) {
        flow = new FlowPolicy(observationSize, actionSize, hidden, timeEmbedding, outputScale,
                new Sampling(Sampler.EULER, steps), noise.learnt() ? actionSize : 0, workers, random);
        this.noise = noise;
        this.steps = steps;
    }

    /** The underlying velocity field, without noise. */
    public FlowPolicy flow() {
        return flow;
    }

    public StepNoise noise() {
        return noise;
    }

    /** The number of denoising steps K. */
    public int steps() {
        return steps;
    }

    /** The Gaussian distribution of the next point. */
    public record Step(Tensor mean, Tensor logStd) {}

    /**
     * Computes the distribution of the next point for each row.
     *
     * @param input the network's input, {@code [n, flow().inputSize()]}
     * @param x the current points, as contained in the input, {@code [n, actionSize]}
     */
    public Step step(int worker, Tensor input, Tensor x) {
        int d = actionSize();
        Tensor out = flow.network().forward(worker, input);
        Tensor mean = x.add(out.narrow(1, 0, d), new Scalar(-flow.outputScale() / steps));
        Tensor logStd = noise.learnt()
                ? out.narrow(1, d, d).sigmoid().mul(new Scalar(noise.range())).add(new Scalar(Math.log(noise.low())))
                : torch.full_like(mean, new Scalar(Math.log(noise.low())));
        return new Step(mean, logStd);
    }

    /**
     * Computes all points of the chain.
     *
     * @param normal standard normal noise, {@code [n, noiseSize]}: x_0, then ξ_0 … ξ_{K−1}
     * @return the points x_0 … x_K, {@code [n, noiseSize]}
     */
    public Tensor chain(int worker, Tensor normalised, Tensor normal) {
        int d = actionSize();
        Tensor x = normal.narrow(1, 0, d);
        TensorVector points = new TensorVector(x);
        for (int k = 0; k < steps; k++) {
            Step step = step(worker, flow.input(normalised, x, 1 - (double) k / steps), x);
            x = torch.addcmul(step.mean(), step.logStd().exp(), normal.narrow(1, (long) (k + 1) * d, d));
            points.push_back(x);
        }
        return torch.cat(points, 1);
    }

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor normal) {
        int d = actionSize();
        return chain(worker, normalised, normal).narrow(1, (long) steps * d, d);
    }

    @Override
    public int noiseSize() {
        return (steps + 1) * actionSize();
    }

    @Override
    public void ignore(IntPredicate ignored) {
        flow.ignore(ignored);
    }

    @Override
    public void scaleInitialOutput(double factor) {
        flow.scaleInitialOutput(factor);
    }

    @Override
    public boolean stochasticByDefault() {
        return flow.stochasticByDefault();
    }

    @Override
    public Optional<PolicySpec> spec() {
        return Optional.of(flow.spec(
                Solver.DENOISING, new FlowNoise(1, 0, noise.low(), noise.high(), stochasticByDefault())));
    }

    @Override
    public int actionSize() {
        return flow.actionSize();
    }

    @Override
    public RunningNorm norm() {
        return flow.norm();
    }

    @Override
    public Parameters parameters() {
        return flow.parameters();
    }

    @Override
    public void close() {
        flow.close();
    }
}
