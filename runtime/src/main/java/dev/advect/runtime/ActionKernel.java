package dev.advect.runtime;

/**
 * The networks of a policy, which never change and are shared between threads. Each thread computes in its own
 * {@link Chunk}.
 */
sealed interface ActionKernel permits FlowKernel, GaussianKernel, LatentKernel {

    /**
     * Creates the kernel of a policy.
     *
     * @param parameters all parameters, {@code [spec.parameters()]}, which are copied
     */
    static ActionKernel of(PolicySpec spec, float[] parameters, Kernel arithmetic) {
        Sizes.check(spec, parameters);
        return switch (spec) {
            case FlowSpec flow -> new FlowKernel(flow, parameters, arithmetic);
            case GaussianSpec gaussian -> new GaussianKernel(gaussian, parameters, arithmetic);
            case LatentSpec latent -> new LatentKernel(latent, parameters, arithmetic);
        };
    }

    /** Creates the memory for one more thread. */
    Chunk chunk();
}
