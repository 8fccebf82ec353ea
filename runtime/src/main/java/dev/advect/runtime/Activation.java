package dev.advect.runtime;

/** What lies between the linear layers of a Gaussian policy's network. */
public enum Activation {
    /** x / (1 + e⁻ˣ). */
    SILU {
        @Override
        void apply(Kernel kernel, float[] values, int n) {
            kernel.silu(values, n);
        }
    },
    /** max(x, 0). */
    RELU {
        @Override
        void apply(Kernel kernel, float[] values, int n) {
            kernel.relu(values, n);
        }
    };

    abstract void apply(Kernel kernel, float[] values, int n);
}
