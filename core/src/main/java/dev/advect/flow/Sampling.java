package dev.advect.flow;

import dev.advect.config.InvalidValueException;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * The way in which actions are sampled from a velocity field. A policy that was trained with one sampler may be used
 * with any other, as all have the same distribution in the limit of many steps.
 *
 * <p>{@link Sampler#SDE} adds noise along the way and removes it again. With x_t = t·ε + (1 − t)·a the field is v = E[ε
 * − a | x_t]. Hence
 * <pre>
 *   E[ε | x_t] = x_t + (1 − t)·v                 score  ∇log p_t(x) = −E[ε | x_t] / t
 *   dx = (v − ½g²·∇log p_t) dt + g dw            backwards in time, from t = 1 to 0
 * </pre>
 * has the same marginals as dx = v dt for every g, because in its Fokker-Planck equation the score's drift cancels the
 * diffusion (Anderson 1982; Song et al. 2021, appendix D). Here g² = 2·noiseLevel·t, so that the added drift,
 * noiseLevel·E[ε | x_t], has no pole at t = 0. The last step is an ODE step, since noise added there would remain in
 * the action.
 *
 * @param sampler the solver
 * @param steps the number of steps K, at least 1
 * @param schedule the times at which the steps begin and end
 * @param noiseLevel η of the SDE, at least 0; it has no effect on other solvers
 */
public record Sampling(Sampler sampler, int steps, Schedule schedule, double noiseLevel) {
    public Sampling {
        schedule.requireSteps(steps);
        if (!(noiseLevel >= 0 && noiseLevel < Double.POSITIVE_INFINITY)) {
            throw new InvalidValueException("noiseLevel: " + noiseLevel + " is not possible, it must be at least 0");
        }
    }

    /** Uses steps of equal length. */
    public Sampling(Sampler sampler, int steps) {
        this(sampler, steps, Schedule.UNIFORM, 1);
    }

    /** The number of standard normal values that one action of d dimensions needs. */
    public int noiseSize(int d) {
        return sampler == Sampler.SDE ? d * steps : d;
    }

    /**
     * Carries noise at t = 1 to actions at t = 0.
     *
     * @param noise standard normal values, {@code [n, noiseSize(d)]}: x_1, followed for the SDE by the noise of each
     *     step but the last
     * @param d the number of action dimensions
     * @return the actions, {@code [n, d]}
     */
    public Tensor sample(VelocityField field, Tensor noise, int d) {
        return path(field, noise, d).getLast();
    }

    /**
     * The path from noise to actions that {@link #sample} follows.
     *
     * @param noise standard normal values, as for {@link #sample}
     * @return K + 1 tensors {@code [n, d]}, at the times of the schedule from 1 to 0
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
