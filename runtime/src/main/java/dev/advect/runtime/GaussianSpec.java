package dev.advect.runtime;

import java.util.List;

/**
 * A diagonal Gaussian: MLP(s) = (mean, raw), std = softplus(raw) + minStd.
 *
 * @param minStd the least deviation
 */
public record GaussianSpec(int observationSize, int actionSize, List<Integer> hidden, double minStd)
        implements PolicySpec {
    public GaussianSpec {
        hidden = List.copyOf(hidden);
        Sizes.refuse(!(minStd >= 0 && minStd < Double.POSITIVE_INFINITY), "min_std: " + minStd + " is not possible");
        Sizes.within("observation_size", observationSize, 1, Sizes.WIDEST);
        Sizes.within("action_size", actionSize, 1, Sizes.WIDEST);
        Sizes.check(observationSize, hidden, 2 * actionSize, 1);
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
