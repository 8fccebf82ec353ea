package dev.advect.flow;

/**
 * A cheap estimate of log p(a) from conditional flow-matching errors that needs no integration of the flow.
 *
 * <p>If the field is the optimal velocity of its own distribution, v = E[ε − a | x_t], then the denoiser is â = x_t −
 * t·v, its error is E‖a − â‖² = t²·E‖v − (ε − a)‖², and the relation between information and error (Kong, Brekelmans
 * and Ver Steeg 2023, Information-Theoretic Diffusion, at the signal-to-noise ratio ((1 − t)/t)²) reads
 * <pre>
 *   log p(a) = −d/2·log(2πe) + ∫₀¹ (1 − t)/t · E_ε[ ‖ε‖²/(t² + (1 − t)²) − ‖v(x_t, t) − (ε − a)‖² ] dt
 * </pre>
 * where ‖ε‖² replaces its mean d, so that near t = 0 the two terms cancel in every sample and not only on average. A
 * policy's field need not be the optimal velocity of its own samples; the estimate is biased where it is not (see
 * docs/reference/likelihood.md).
 */
public final class CfmDensity {
    /** The time below which the weight is held constant, to avoid the pole at t = 0. */
    private static final double MIN_TIME = 0.005;

    private CfmDensity() {}

    /**
     * The contribution of one sample (t, ε) to the integral.
     *
     * @param t the flow time
     * @param length the length of the part of [0, 1] that the sample represents: 1 / (number of samples · density of t)
     * @param squaredNoise ‖ε‖²
     * @param squaredError ‖v − (ε − a)‖²
     */
    public static double term(double t, double length, double squaredNoise, double squaredError) {
        double weight = (1 - t) / Math.max(t, MIN_TIME) * length;
        return weight * (squaredNoise / (t * t + (1 - t) * (1 - t)) - squaredError);
    }

    /**
     * The estimate of log p(a), in nats.
     *
     * @param d the number of action dimensions
     * @param terms the sum of the samples' {@link #term}s
     */
    public static double logDensity(int d, double terms) {
        return terms - 0.5 * d * (1 + Math.log(2 * Math.PI));
    }
}
