package dev.advect.runtime;

import java.util.List;

/**
 * A diagonal Gaussian: MLP(s) = (mean, raw), of which raw says the standard deviation.
 *
 * @param activation between linear layers
 */
public record GaussianSpec(
        int observationSize, int actionSize, List<Integer> hidden, Activation activation, Deviation deviation)
        implements PolicySpec {
    public GaussianSpec {
        hidden = List.copyOf(hidden);
        Sizes.within("observation_size", observationSize, 1, Sizes.WIDEST);
        Sizes.within("action_size", actionSize, 1, Sizes.WIDEST);
        Sizes.check(observationSize, hidden, 2 * actionSize, 1);
    }

    /**
     * With SiLU, and std = softplus(raw) + minStd.
     *
     * @param minStd the least deviation
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
    public boolean sampledByDefault() {
        return false;
    }
}
