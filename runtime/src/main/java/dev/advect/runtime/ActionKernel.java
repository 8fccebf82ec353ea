package dev.advect.runtime;

/** The networks of a policy, which never change and are shared among threads; each computes in a {@link Chunk}. */
sealed interface ActionKernel permits FlowKernel, GaussianKernel {

    /** @param parameters {@code [spec.parameters()]}, copied */
    static ActionKernel of(PolicySpec spec, float[] parameters, Kernel arithmetic) {
        Sizes.check(spec, parameters);
        return switch (spec) {
            case FlowSpec flow -> new FlowKernel(flow, parameters, arithmetic);
            case GaussianSpec gaussian -> new GaussianKernel(gaussian, parameters, arithmetic);
        };
    }

    /** For one more thread. */
    Chunk chunk();
}
