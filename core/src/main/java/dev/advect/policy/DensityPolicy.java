package dev.advect.policy;

import org.bytedeco.pytorch.Tensor;

/** A policy whose actions have a tractable likelihood. */
public interface DensityPolicy extends Policy {
    /**
     * Computes log π(a|s) without recording a gradient.
     *
     * @param normalised observations after {@link #norm()}, {@code [n, observationSize]}
     * @param action actions before squashing, {@code [n, actionSize]}
     * @return the log-likelihood of the unsquashed actions, {@code [n]}; {@link dev.advect.flow.Squash} gives the
     *     correction for tanh
     */
    Tensor logLikelihood(int worker, Tensor normalised, Tensor action);

    /**
     * Samples actions from the distribution whose density is {@link #logLikelihood}, without recording a gradient. Unlike
     * those of {@link #act}, they depend on no solver that a configuration chose.
     *
     * @param normalised observations after {@link #norm()}, {@code [n, observationSize]}
     * @param noise standard normal values, {@code [n, actionSize]}
     * @return the actions before squashing, {@code [n, actionSize]}
     */
    Tensor sample(int worker, Tensor normalised, Tensor noise);
}
