package dev.advect.policy;

import org.bytedeco.pytorch.Tensor;

/** A policy that can tell how likely an action is. */
public interface DensityPolicy extends Policy {
    /**
     * log π(a|s), without gradient.
     *
     * @param normalised observations after {@link #norm()}, {@code [n, observationSize]}
     * @param action before tanh, {@code [n, actionSize]}
     * @return of the action before tanh, {@code [n]}; see {@link dev.advect.flow.Squash} for what tanh makes of it
     */
    Tensor logLikelihood(int worker, Tensor normalised, Tensor action);
}
