package dev.advect.flow;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Entropy and divergence of flows, as means over a flow's own samples of exact densities. */
public final class MonteCarlo {
    private MonteCarlo() {}

    /**
     * −E log p, in nats.
     *
     * @param noise {@code [n, d]}
     * @param squashed whether of tanh(x), which is what an environment receives, or of x
     */
    public static Estimate entropy(Likelihood likelihood, VelocityField field, Tensor noise, boolean squashed) {
        try (PointerScope _ = new PointerScope()) {
            Likelihood.Points points = likelihood.draw(field, noise);
            Tensor surprise = points.logDensity().neg();
            return Estimate.of(doubles(squashed ? surprise.add(Squash.logDet(points.x()).sum(1)) : surprise));
        }
    }

    /**
     * KL(old‖now) = E_old[ρ − 1 − log ρ], ρ = p_now / p_old: no sample is negative, and the variance is small where the
     * two are near each other (Schulman, "Approximating KL divergence", 2020). tanh changes nothing.
     *
     * @param noise {@code [n, d]}
     */
    public static Estimate divergence(Likelihood likelihood, VelocityField old, VelocityField now, Tensor noise) {
        try (PointerScope _ = new PointerScope()) {
            Likelihood.Points points = likelihood.draw(old, noise);
            return divergence(doubles(points.logDensity()), doubles(likelihood.logDensity(now, points.x())));
        }
    }

    /** The same of the two log-densities of samples that were drawn from the old. */
    public static Estimate divergence(double[] old, double[] now) {
        double[] samples = new double[old.length];
        for (int i = 0; i < samples.length; i++) {
            double log = now[i] - old[i];
            samples[i] = Math.expm1(log) - log;
        }
        return Estimate.of(samples);
    }

    private static double[] doubles(Tensor x) {
        double[] values = new double[(int) x.numel()];
        x.to(torch.ScalarType.Double).contiguous().data_ptr_double().get(values, 0, values.length);
        return values;
    }
}
