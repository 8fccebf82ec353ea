package dev.advect.policy;

import dev.advect.flow.Gaussian;
import dev.advect.nn.Mlp;
import dev.advect.nn.Parameters;
import dev.advect.nn.RunningNorm;
import dev.advect.runtime.GaussianSpec;
import dev.advect.runtime.PolicySpec;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;

/**
 * A policy with a diagonal Gaussian whose mean and standard deviation depend on the state: MLP(s) = (mean, raw), std =
 * softplus(raw) + 0.001, as in Brax's PPO.
 */
public final class GaussianPolicy implements DensityPolicy {
    static final double MIN_STD = 1e-3;

    private final int actionSize;
    private final List<Integer> hidden;
    private final boolean sharedDeviation;
    private final Mlp network;
    private final RunningNorm norm;

    public GaussianPolicy(
            int observationSize, int actionSize, List<Integer> hidden, int workers, RandomGenerator random) {
        this(observationSize, actionSize, hidden, false, workers, random);
    }

    /**
     * Creates a policy with random weights.
     *
     * @param hidden the widths of the hidden layers
     * @param sharedDeviation whether all states share one standard deviation: the weights that would make it depend on
     *     the state are zero and stay so, and only its biases are learnt
     * @param workers the number of threads that compute with it at once
     */
    public GaussianPolicy(int observationSize, int actionSize, List<Integer> hidden, boolean sharedDeviation, int workers,
            RandomGenerator random) {
        this(actionSize, hidden, sharedDeviation,
                new Mlp("gaussian", widths(observationSize, actionSize, hidden), workers, random),
                new RunningNorm(observationSize));
    }

    /** Creates a policy on a network and a normaliser, which it owns. */
    GaussianPolicy(int actionSize, List<Integer> hidden, boolean sharedDeviation, Mlp network, RunningNorm norm) {
        this.actionSize = actionSize;
        this.hidden = List.copyOf(hidden);
        this.sharedDeviation = sharedDeviation;
        this.network = network;
        this.norm = norm;
        if (sharedDeviation) {
            int width = hidden.getLast();
            long bias = network.parameters().size() - 2L * actionSize;
            for (long at = bias - (long) actionSize * width; at < bias; at++) {
                network.parameters().values().set(at, 0);
            }
        }
    }

    /** The layer widths of a Gaussian's network. */
    static List<Integer> widths(int observationSize, int actionSize, List<Integer> hidden) {
        List<Integer> widths = new ArrayList<>();
        widths.add(observationSize);
        widths.addAll(hidden);
        widths.add(2 * actionSize);
        return widths;
    }

    /**
     * Sets the last layer to zero but for the deviation's biases, so that the distribution is N(0, std²) in every state.
     */
    void startAt(double std) {
        int outputs = 2 * actionSize;
        long size = network.parameters().size();
        for (long i = size - (hidden.getLast() + 1L) * outputs; i < size; i++) {
            boolean deviation = i >= size - actionSize;
            network.parameters().values().set(i, deviation ? (float) Math.log(Math.expm1(std - MIN_STD)) : 0);
        }
    }

    /**
     * The distribution of actions given the state.
     *
     * @param mean the mean, {@code [n, actionSize]}
     * @param std the standard deviation, {@code [n, actionSize]}
     */
    public record Distribution(Tensor mean, Tensor std) {
        /**
         * The log-density Σ_d log N(a; mean, std) of actions before squashing.
         *
         * @param action {@code [n, actionSize]}
         * @return {@code [n]}
         */
        public Tensor logDensity(Tensor action) {
            Tensor z = action.sub(mean).div(std);
            return Gaussian.logDensity(z, std.log()).sum(1);
        }

        /** The entropy of each component before squashing, {@code [n, actionSize]}. */
        public Tensor entropy() {
            return Gaussian.entropy(std.log());
        }
    }

    /**
     * Computes the distribution for normalised observations.
     *
     * @param normalised {@code [n, observationSize]}
     */
    public Distribution distribution(int worker, Tensor normalised) {
        Tensor out = network.forward(worker, normalised);
        Tensor mean = out.narrow(1, 0, actionSize);
        Tensor raw = sharedDeviation
                ? network.bias(worker).narrow(0, actionSize, actionSize).expand(mean.size(0), actionSize)
                : out.narrow(1, actionSize, actionSize);
        Tensor std = torch.softplus(raw).add(new Scalar(MIN_STD));
        return new Distribution(mean, std);
    }

    /** The widths of the hidden layers. */
    List<Integer> hidden() {
        return hidden;
    }

    /**
     * Holds the standard deviation at a value in all states and throughout training.
     *
     * @param std the deviation, more than 0.001
     * @throws IllegalStateException if the policy was created with a deviation that depends on the state
     */
    public void holdDeviation(double std) {
        if (!sharedDeviation) {
            throw new IllegalStateException("the standard deviation depends on the state");
        }
        long weights = (long) actionSize * hidden.getLast();
        long bias = network.parameters().size() - actionSize;
        for (long i = bias; i < bias + actionSize; i++) {
            network.parameters().values().set(i, (float) Math.log(Math.expm1(std - MIN_STD)));
        }
        network.parameters().hold(bias, actionSize);
        network.parameters().hold(bias - actionSize - weights, weights);
    }

    @Override
    public void ignore(IntPredicate ignored) {
        network.ignoreInputs(ignored);
    }

    @Override
    public void scaleInitialOutput(double factor) {
        network.scaleOutputs(0, actionSize, factor);
    }

    public Mlp network() {
        return network;
    }

    @Override
    public Tensor act(int worker, Tensor normalised, Tensor noise) {
        Distribution distribution = distribution(worker, normalised);
        return torch.addcmul(distribution.mean(), distribution.std(), noise);
    }

    @Override
    public Tensor logLikelihood(int worker, Tensor normalised, Tensor action) {
        return distribution(worker, normalised).logDensity(action).detach();
    }

    @Override
    public Tensor sample(int worker, Tensor normalised, Tensor noise) {
        return act(worker, normalised, noise).detach();
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }

    @Override
    public Optional<PolicySpec> spec() {
        return Optional.of(new GaussianSpec(observationSize(), actionSize, hidden, MIN_STD));
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
        return network.parameters();
    }
}
