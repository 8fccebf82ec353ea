package dev.advect.runtime;

/** The function that maps the output of a policy's networks to an action in [−1, 1]. */
public enum Squash {
    /** The tanh function, used by policies trained from scratch. */
    TANH {
        @Override
        float apply(float x) {
            return (float) Math.tanh(x);
        }
    },
    /** Clipping at ±1, used by policies trained on demonstrations, whose actions do reach the bounds. */
    CLIP {
        @Override
        float apply(float x) {
            return Math.min(1, Math.max(-1, x));
        }
    };

    /** Applies the function; NaN for NaN. */
    abstract float apply(float x);
}
