package dev.advect.flow;

import dev.advect.config.InvalidValueException;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

import java.util.ArrayList;
import java.util.List;

/**
 * The exact density of a flow's samples. Along dx/dt = v the log-density changes at the rate −∇·v (instantaneous change
 * of variables: Chen et al. 2018, Neural Ordinary Differential Equations, equation 8), so that
 * <pre>
 *   log p(x_0) = log N(x_1; 0, I) + ∫₀¹ ∇·v(x_t, t) dt
 * </pre>
 * The solver integrates the divergence as one more component of the state. The divergence is either the trace of the
 * Jacobian, at one vector-Jacobian product per dimension, or Hutchinson's estimate of it: the mean of zᵀ(∂v/∂x)z over
 * random probes z = ±1, which stay the same along a path and in every call (Grathwohl et al. 2019, FFJORD, section
 * 3.1).
 *
 * <p>No gradient flows through the result.
 *
 * @param solver the ODE solver; {@link Sampler#SDE} is not one
 * @param steps the number of steps, of equal length
 * @param probes the number of Hutchinson probes; 0 for the exact trace
 */
public record Likelihood(Sampler solver, int steps, int probes) {
    /** The largest number of dimensions for which the exact trace is used by default. */
    private static final int MAX_EXACT = 32;

    private static final int DEFAULT_PROBES = 8;
    private static final long PROBE_SEED = 0x70726f6265L;

    public Likelihood {
        if (solver == Sampler.SDE) {
            throw new InvalidValueException("the density is that of the ODE: a solver of it is needed, not sde");
        }
        if (steps < 1 || probes < 0) {
            throw new InvalidValueException("a likelihood needs at least one step and no negative number of probes");
        }
    }

    /**
     * The default for d dimensions: classical Runge-Kutta steps with the exact trace up to 32 dimensions, and 8 probes
     * above.
     */
    public static Likelihood of(int d, int steps) {
        return new Likelihood(Sampler.RK4, steps, d <= MAX_EXACT ? 0 : DEFAULT_PROBES);
    }

    /**
     * Points and their log-densities.
     *
     * @param x the points, {@code [n, d]}
     * @param logDensity log p(x) in nats, {@code [n]}
     */
    public record Points(Tensor x, Tensor logDensity) {}

    /**
     * Computes the log-density of given points, by integrating from t = 0 to t = 1.
     *
     * @param x the points at t = 0, {@code [n, d]}
     * @return log p(x) in nats, {@code [n]}
     */
    public Tensor logDensity(VelocityField field, Tensor x) {
        try (NoGradGuard _ = new NoGradGuard()) {
            int d = (int) x.size(1);
            Tensor end = integrate(field, x, 0, 1);
            return logNormal(end.narrow(1, 0, d)).add(end.select(1, d));
        }
    }

    /**
     * Samples points together with their log-densities, by integrating noise from t = 1 to t = 0.
     *
     * @param noise standard normal noise, {@code [n, d]}
     */
    public Points sample(VelocityField field, Tensor noise) {
        try (NoGradGuard _ = new NoGradGuard()) {
            int d = (int) noise.size(1);
            Tensor end = integrate(field, noise, 1, 0);
            return new Points(end.narrow(1, 0, d), logNormal(noise).sub(end.select(1, d)));
        }
    }

    /** log N(x; 0, I), {@code [n]}. */
    private static Tensor logNormal(Tensor x) {
        return x.square().sum(1).mul(new Scalar(-0.5)).sub(new Scalar(x.size(1) * Gaussian.HALF_LOG_2PI));
    }

    /** Integrates the flow and returns the final x and ∫ ∇·v dt, {@code [n, d + 1]}. */
    private Tensor integrate(VelocityField field, Tensor x, double from, double to) {
        int d = (int) x.size(1);
        List<Tensor> z = drawProbes(x);
        VelocityField augmented = (y, t) -> withDivergence(field, y.narrow(1, 0, d), t, z);
        Tensor y = torch.cat(new TensorVector(x, torch.zeros_like(x.narrow(1, 0, 1))), 1);
        double dt = (to - from) / steps;
        for (int k = 0; k < steps; k++) {
            y = solver.step(augmented, y, from + k * dt, dt);
        }
        return y;
    }

    private List<Tensor> drawProbes(Tensor x) {
        List<Tensor> all = new ArrayList<>();
        Rng random = new Rng(PROBE_SEED, 0);
        for (int k = 0; k < probes; k++) {
            float[] signs = new float[(int) x.numel()];
            for (int i = 0; i < signs.length; i++) {
                signs[i] = random.nextBoolean() ? 1 : -1;
            }
            all.add(torch.tensor(signs).view(x.size(0), x.size(1)).to(x.scalar_type()));
        }
        return all;
    }

    /** The velocity v and its divergence ∇·v, {@code [n, d + 1]}. */
    private Tensor withDivergence(VelocityField field, Tensor point, double t, List<Tensor> z) {
        try (AutoGradMode _ = new AutoGradMode(true)) {
            Tensor x = point.detach().requires_grad_(true);
            Tensor v = field.velocity(x, t);
            Tensor divergence = torch.zeros_like(x.select(1, 0));
            int products = z.isEmpty() ? (int) x.size(1) : z.size();
            for (int i = 0; i < products; i++) {
                Tensor projected = z.isEmpty() ? v.select(1, i) : v.mul(z.get(i));
                Tensor row = gradient(projected.sum(), x, i < products - 1);
                divergence = z.isEmpty()
                        ? divergence.add(row.select(1, i))
                        : divergence.add(row.mul(z.get(i)).sum(1), new Scalar(1.0 / products));
            }
            return torch.cat(new TensorVector(v.detach(), divergence.unsqueeze(1)), 1);
        }
    }

    private static Tensor gradient(Tensor scalar, Tensor x, boolean retainGraph) {
        if (!scalar.requires_grad()) {
            return torch.zeros_like(x); // the field does not depend on x
        }
        Tensor gradient = torch.grad(new TensorVector(scalar), new TensorVector(x), new TensorVector(),
                new BoolOptional(retainGraph), false, true).get(0);
        return gradient.defined() ? gradient : torch.zeros_like(x);
    }
}
