package dev.advect.flow;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** Densities and entropies of normal distributions, component by component, in nats. */
public final class Gaussian {
    /** ½·log 2π. */
    public static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

    private Gaussian() {}

    /**
     * Computes −½z² − log σ − ½·log 2π.
     *
     * @param z standardised deviations from the mean, of any shape
     * @param logStd log σ, of the same shape
     */
    public static Tensor logDensity(Tensor z, Tensor logStd) {
        return z.square().mul(new Scalar(-0.5)).sub(logStd).sub(new Scalar(HALF_LOG_2PI));
    }

    /** Computes ½ + ½·log 2π + log σ. */
    public static Tensor entropy(Tensor logStd) {
        return logStd.add(new Scalar(0.5 + HALF_LOG_2PI));
    }
}
