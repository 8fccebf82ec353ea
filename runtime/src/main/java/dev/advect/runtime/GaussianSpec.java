package dev.advect.runtime;

import java.util.List;

/**
 * The description of a diagonal Gaussian policy: MLP(s) = (mean, raw), where raw determines the standard deviation.
 *
 * @param activation the activation between linear layers
 * @param deviation the function from raw to the standard deviation
 */
public record GaussianSpec(
        int observationSize, int actionSize, List<Integer> hidden, Activation activation, Deviation deviation)
        implements PolicySpec {
    public GaussianSpec {
        hidden = List.copyOf(hidden);
        Sizes.within("observation_size", observationSize, 1, Sizes.MAX_WIDTH);
        Sizes.within("action_size", actionSize, 1, Sizes.MAX_WIDTH);
        Sizes.check(observationSize, hidden, 2 * actionSize, 1);
    }

    /**
     * Creates a description with SiLU and std = softplus(raw) + minStd.
     *
     * @param minStd the smallest standard deviation
     */
    public GaussianSpec(int observationSize, int actionSize, List<Integer> hidden, double minStd) {
        this(observationSize, actionSize, hidden, Activation.SILU, new Deviation.Softplus(minStd));
    }

    @Override
    public int networks() {
        return 1;
    }

    @Override
    public int inputs() {
        return observationSize;
    }

    @Override
    public int outputs() {
        return 2 * actionSize;
    }

    @Override
    public boolean stochasticByDefault() {
        return false;
    }
}
