package dev.advect.policy;

import dev.advect.flow.Gaussian;
import dev.advect.flow.Squash;
import dev.advect.nn.Parameters;
import dev.advect.nn.ReluMlp;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.Activation;
import dev.advect.runtime.Deviation;
import dev.advect.runtime.GaussianSpec;
import dev.advect.runtime.PolicySpec;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The actor of SAC (Haarnoja et al. 2018, arXiv 1812.05905): the action is tanh(u), u = mean + std·ε with ε ~ N(0, I),
 * MLP(s) = (mean, raw), std = exp(clamp(raw + offset, −20, 2)).
 *
 * <p>The log-density of a sampled action is log π = Σ_d [−ε²/2 − log std − ½·log 2π − log(1 − tanh²(u))].
 */
public final class TanhGaussianPolicy implements Policy {
    private static final double MIN_LOG_STD = -20;
    private static final double MAX_LOG_STD = 2;

    private final int actionSize;
    private final int chunk;
    private final double logStdOffset;
    private final ReluMlp network;
    private final RunningNorm norm;

    /**
     * Creates a policy with random weights.
     *
     * @param chunk the number c of actions that are decided on at once
     * @param hidden the widths of the hidden layers
     * @param logStdOffset the offset added to the network's log standard deviation, which is otherwise near 0 at first
     * @param workers the number of threads that compute with it at once
     */
    public TanhGaussianPolicy(int observationSize, int actionSize, int chunk, List<Integer> hidden, double logStdOffset,
            int workers, RandomGenerator random) {
        this.actionSize = actionSize;
        this.chunk = chunk;
        this.logStdOffset = logStdOffset;
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize);
        widths.addAll(hidden);
        widths.add(2 * chunk * actionSize);
        network = new ReluMlp("actor", widths, workers, random);
        norm = new RunningNorm(observationSize);
    }

    /**
     * Sampled actions before tanh, and the log-density of the actions after it.
     *
     * @param u {@code [n, c · d]}
     * @param logProbability log π(tanh(u)|s), {@code [n]}
     */
    public record Draw(Tensor u, Tensor logProbability) {
        /** The squashed actions tanh(u), {@code [n, c · d]}. */
        public Tensor action() {
            return u.tanh();
        }
    }

    /**
     * Samples actions, differentiably by reparametrisation.
     *
     * @param weights the network's parameters, in any view
     * @param s normalised observations, {@code [n, observationSize]}
     * @param noise standard normal ε, {@code [n, c · d]}
     */
    public Draw draw(Parameters.Replica weights, Tensor s, Tensor noise) {
        int d = chunk * actionSize;
        Tensor out = network.forward(weights, s, List.of());
        Tensor mean = out.narrow(1, 0, d);
        Tensor logStd = out.narrow(1, d, d).add(new Scalar(logStdOffset)).clamp(
                new ScalarOptional(new Scalar(MIN_LOG_STD)), new ScalarOptional(new Scalar(MAX_LOG_STD)));
        Tensor u = torch.addcmul(mean, logStd.exp(), noise);
        Tensor gaussian = Gaussian.logDensity(noise, logStd);
        return new Draw(u, gaussian.sub(Squash.logDet(u)).sum(1));
    }

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor noise) {
        return draw(parameters().frozen(), normalised, noise).u();
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }

    @Override
    public Optional<PolicySpec> spec() {
        List<Integer> widths = network.widths();
        return Optional.of(new GaussianSpec(observationSize(), noiseSize(), widths.subList(1, widths.size() - 1),
                Activation.RELU, new Deviation.Exponential(logStdOffset, MIN_LOG_STD, MAX_LOG_STD)));
    }

    @Override
    public int actionSize() {
        return actionSize;
    }

    @Override
    public int chunk() {
        return chunk;
    }

    @Override
    public RunningNorm norm() {
        return norm;
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }
}
