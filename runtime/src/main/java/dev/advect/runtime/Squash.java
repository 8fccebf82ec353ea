package dev.advect.runtime;

/** How what a policy's networks choose becomes an action in [−1, 1]. */
public enum Squash {
    /** tanh, as policies that are trained from scratch have it. */
    TANH {
        @Override
        float apply(float chosen) {
            return (float) Math.tanh(chosen);
        }
    },
    /** Cut off at ±1, as policies that are trained on demonstrations have it, which do reach the bounds. */
    CLIP {
        @Override
        float apply(float chosen) {
            return Math.min(1, Math.max(-1, chosen));
        }
    };

    /** NaN for NaN. */
    abstract float apply(float chosen);
}
