package dev.advect.onpolicy;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/** The ratio of two policies' likelihoods ρ = exp(log π_new − log π_old), with a bound of its logarithm. */
public final class LikelihoodRatio {
    private LikelihoodRatio() {}

    /**
     * Computes ρ = exp(clamp(now − old, ±limit)). Where the bound holds, ρ has no gradient.
     *
     * @param now log π_new, of any shape
     * @param old log π_old, of the same shape
     * @param limit the bound of the log-ratio's magnitude; 0 for none
     */
    public static Tensor of(Tensor now, Tensor old, double limit) {
        return bounded(now.sub(old), limit).exp();
    }

    /** Clamps a log-ratio to ± limit, or leaves it as it is if the limit is 0. */
    public static Tensor bounded(Tensor logRatio, double limit) {
        return limit == 0 ? logRatio
                : logRatio.clamp(new ScalarOptional(new Scalar(-limit)), new ScalarOptional(new Scalar(limit)));
    }
}
