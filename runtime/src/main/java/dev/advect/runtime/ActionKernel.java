package dev.advect.runtime;

/**
 * Draws actions of a policy, for many observations at once, as training needs them: from normalised observations to
 * actions before tanh.
 *
 * <p>One kernel may be used by several threads, each through a {@link Worker} of its own, but not while
 * {@link #setParameters} runs.
 */
public sealed interface ActionKernel permits FlowKernel, GaussianKernel {
    PolicySpec spec();

    /**
     * Takes the networks' parameters, which are copied.
     *
     * @param parameters {@code [spec().parameters()]}, in the order of {@link PolicySpec#parameters}
     */
    void setParameters(float[] parameters);

    /** For one more thread. */
    Worker worker();
}
