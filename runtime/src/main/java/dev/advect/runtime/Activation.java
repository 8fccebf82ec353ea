package dev.advect.runtime;

/** The activation function between the linear layers of a Gaussian policy's network. */
public enum Activation {
    /** The function x / (1 + e⁻ˣ). */
    SILU {
        @Override
        void apply(Kernel kernel, float[] values, int n) {
            kernel.silu(values, n);
        }
    },
    /** The function max(x, 0). */
    RELU {
        @Override
        void apply(Kernel kernel, float[] values, int n) {
            kernel.relu(values, n);
        }
    };

    abstract void apply(Kernel kernel, float[] values, int n);
}
