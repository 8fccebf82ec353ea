package dev.advect.flow;

import dev.advect.config.InvalidValueException;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * How actions are drawn from a velocity field. A policy that was trained with one way may be sampled in any other: all
 * have the same distribution in the limit of many steps.
 *
 * <p>{@link Sampler#SDE} adds noise on the way and takes it off again. With x_t = t·ε + (1 − t)·a the field is
 * v = E[ε − a | x_t], hence
 * <pre>
 *   E[ε | x_t] = x_t + (1 − t)·v                 score  ∇log p_t(x) = −E[ε | x_t] / t
 *   dx = (v − ½g²·∇log p_t) dt + g dw            backwards in time, from t = 1 to 0
 * </pre>
 * has the marginals of dx = v dt for every g, as in its Fokker-Planck equation the score's drift cancels the diffusion
 * (Anderson 1982; Song et al. 2021, appendix D). Here g² = 2·noiseLevel·t, so that the drift it
 * adds, noiseLevel·E[ε | x_t], has no pole at t = 0. The last step is the ODE's: noise added there would stay.
 *
 * @param sampler the solver
 * @param steps K, at least 1
 * @param schedule where the steps begin and end
 * @param noiseLevel η of the SDE, at least 0; of no effect for other solvers
 */
public record Sampling(Sampler sampler, int steps, Schedule schedule, double noiseLevel) {
    public Sampling {
        schedule.requireSteps(steps);
        if (!(noiseLevel >= 0 && noiseLevel < Double.POSITIVE_INFINITY)) {
            throw new InvalidValueException("noiseLevel: " + noiseLevel + " is not possible, it must be at least 0");
        }
    }

    /** Steps of equal length. */
    public Sampling(Sampler sampler, int steps) {
        this(sampler, steps, Schedule.UNIFORM, 1);
    }

    /** Normal numbers that an action of d dimensions takes. */
    public int noiseSize(int d) {
        return sampler == Sampler.SDE ? d * steps : d;
    }

    /**
     * Carries noise at t = 1 to an action at t = 0.
     *
     * @param noise standard normal numbers, {@code [n, noiseSize(d)]}: x_1, then what is added in each step but the last
     * @param d dimensions of an action
     * @return {@code [n, d]}
     */
    public Tensor sample(VelocityField field, Tensor noise, int d) {
        return path(field, noise, d).getLast();
    }

    /**
     * The way from noise to an action, as {@link #sample} goes it.
     *
     * @param noise as there
     * @return K + 1 times {@code [n, d]}, at the times of the schedule from 1 to 0
     */
    public List<Tensor> path(VelocityField field, Tensor noise, int d) {
        double[] times = schedule.times(steps);
        List<Tensor> path = new ArrayList<>();
        path.add(noise.narrow(1, 0, d));
        for (int k = 0; k < steps; k++) {
            Tensor x = path.getLast();
            double t = times[k];
            double dt = times[k + 1] - t;
            if (sampler == Sampler.SDE && k < steps - 1) {
                path.add(eulerMaruyama(field, x, t, dt, noise.narrow(1, (long) (k + 1) * d, d)));
            } else {
                path.add(sampler.step(field, x, t, dt));
            }
        }
        return path;
    }

    /** x + v·dt − η·E[ε | x]·|dt| + √(2·η·t·|dt|)·ξ. */
    private Tensor eulerMaruyama(VelocityField field, Tensor x, double t, double dt, Tensor xi) {
        Tensor v = field.velocity(x, t);
        Tensor noise = x.add(v, new Scalar(1 - t));
        return x.add(v, new Scalar(dt))
                .add_(noise, new Scalar(noiseLevel * dt))
                .add_(xi, new Scalar(Math.sqrt(-2 * noiseLevel * t * dt)));
    }
}
