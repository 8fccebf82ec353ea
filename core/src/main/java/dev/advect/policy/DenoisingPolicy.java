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
import java.util.random.RandomGenerator;

/**
 * A velocity field that is followed in K noisy steps, x_{k+1} = x_k + v(s, x_k, t_k)·Δt + σ·ξ_k from x_0 ~ N(0, I), with
 * t_k = 1 − k/K and Δt = −1/K: a Markov chain of Gaussian steps, each of which has a likelihood (DPPO, arXiv 2409.00588).
 *
 * <p>σ is fixed, or further outputs of the network say it a dimension: σ = low·(high / low)^sigmoid(out).
 */
public final class DenoisingPolicy implements Policy {
    private final FlowPolicy flow;
    private final StepNoise noise;
    private final int steps;

    /**
     * Deviation of a step.
     *
     * @param low the smallest
     * @param high the largest; the same where it is not learnt
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
     * @param hidden widths of the hidden layers
     * @param steps K
     * @param workers how many threads compute with it at once
     */
    public DenoisingPolicy(int observationSize, int actionSize, List<Integer> hidden, int timeEmbedding,
            double outputScale, StepNoise noise, int steps, int workers, RandomGenerator random) {
        flow = new FlowPolicy(observationSize, actionSize, hidden, timeEmbedding, outputScale,
                new Sampling(Sampler.EULER, steps), noise.learnt() ? actionSize : 0, workers, random);
        this.noise = noise;
        this.steps = steps;
    }

    /** The field without the noise. */
    public FlowPolicy flow() {
        return flow;
    }

    public StepNoise noise() {
        return noise;
    }

    /** K. */
    public int steps() {
        return steps;
    }

    /**
     * The Gaussian of the next point.
     *
     * @param mean {@code [n, actionSize]}
     * @param logStd {@code [n, actionSize]}
     */
    public record Step(Tensor mean, Tensor logStd) {}

    /**
     * Where steps lead.
     *
     * @param input {@code [n, flow().inputSize()]}
     * @param x the points in it, {@code [n, actionSize]}
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
     * All points of the chain.
     *
     * @param normal {@code [n, noiseSize]}: x_0, then ξ_0 … ξ_{K−1}
     * @return {@code [n, noiseSize]}: x_0 … x_K
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
    public boolean sampledByDefault() {
        return flow.sampledByDefault();
    }

    @Override
    public Optional<PolicySpec> spec() {
        return Optional.of(flow.spec(
                Solver.DENOISING, new FlowNoise(0, noise.low(), noise.high(), sampledByDefault())));
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
