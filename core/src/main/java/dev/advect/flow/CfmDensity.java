package dev.advect.flow;

/**
 * A cheap estimate of log p(a) from conditional flow-matching errors, without integrating anything.
 *
 * <p>For a field that is the best velocity of its own distribution, v = E[ε − a | x_t], the denoiser is â = x_t − t·v with
 * the error E‖a − â‖² = t²·E‖v − (ε − a)‖², and the relation of information and error (Kong, Brekelmans and Ver Steeg
 * 2023, Information-Theoretic Diffusion, at the signal-to-noise ratio ((1 − t)/t)²) reads
 * <pre>
 *   log p(a) = −d/2·log(2πe) + ∫₀¹ (1 − t)/t · E_ε[ ‖ε‖²/(t² + (1 − t)²) − ‖v(x_t, t) − (ε − a)‖² ] dt
 * </pre>
 * where ‖ε‖² stands for its mean d: near t = 0 the two terms then cancel draw by draw and not only in the mean. A policy's
 * field need not be the best velocity of what it draws; the estimate is biased where it is not, see docs/reference/likelihood.md.
 */
public final class CfmDensity {
    /** Nearer to the action the weight is that of this time. */
    private static final double LEAST_TIME = 0.005;

    private CfmDensity() {}

    /**
     * What one draw of (t, ε) contributes to the integral.
     *
     * @param t flow time
     * @param length the part of the interval [0, 1] that the draw stands for: 1 / (draws · density of t)
     * @param squaredNoise ‖ε‖²
     * @param squaredError ‖v − (ε − a)‖²
     */
    public static double term(double t, double length, double squaredNoise, double squaredError) {
        double weight = (1 - t) / Math.max(t, LEAST_TIME) * length;
        return weight * (squaredNoise / (t * t + (1 - t) * (1 - t)) - squaredError);
    }

    /** log p(a) from the sum of the {@link #term}s of its draws. */
    public static double logDensity(int d, double terms) {
        return terms - 0.5 * d * (1 + Math.log(2 * Math.PI));
    }
}
