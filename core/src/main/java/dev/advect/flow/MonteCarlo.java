package dev.advect.flow;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Monte Carlo estimates of the entropy and divergence of flows: means over a flow's own samples, with exact densities.
 */
public final class MonteCarlo {
    private MonteCarlo() {}

    /**
     * Estimates the entropy −E log p, in nats.
     *
     * @param noise standard normal noise, {@code [n, d]}
     * @param squashed whether to measure the entropy of tanh(x), which the environment receives, rather than of x
     */
    public static Estimate entropy(Likelihood likelihood, VelocityField field, Tensor noise, boolean squashed) {
        try (PointerScope _ = new PointerScope()) {
            Likelihood.Points points = likelihood.sample(field, noise);
            Tensor negLogProb = points.logDensity().neg();
            return Estimate.of(doubles(squashed ? negLogProb.add(Squash.logDet(points.x()).sum(1)) : negLogProb));
        }
    }

    /**
     * Estimates KL(old‖now) = E_old[ρ − 1 − log ρ] with ρ = p_now / p_old, in nats. No sample is negative, and the
     * variance is small if the two densities are close (Schulman, "Approximating KL divergence", 2020). Squashing by
     * tanh does not change it.
     *
     * @param noise standard normal noise, {@code [n, d]}
     */
    public static Estimate divergence(Likelihood likelihood, VelocityField old, VelocityField now, Tensor noise) {
        try (PointerScope _ = new PointerScope()) {
            Likelihood.Points points = likelihood.sample(old, noise);
            return divergence(doubles(points.logDensity()), doubles(likelihood.logDensity(now, points.x())));
        }
    }

    /**
     * Estimates KL(old‖now) from two log-densities of samples that were drawn from the old flow.
     *
     * @param old log p_old of each sample, in nats
     * @param now log p_now of each sample, in nats
     */
    public static Estimate divergence(double[] old, double[] now) {
        double[] samples = new double[old.length];
        for (int i = 0; i < samples.length; i++) {
            double logRatio = now[i] - old[i];
            samples[i] = Math.expm1(logRatio) - logRatio;
        }
        return Estimate.of(samples);
    }

    private static double[] doubles(Tensor x) {
        double[] values = new double[(int) x.numel()];
        x.to(torch.ScalarType.Double).contiguous().data_ptr_double().get(values, 0, values.length);
        return values;
    }
}
