package dev.advect.runtime;

/**
 * The exponential function in single precision, with relative error 1e-7: eᵗ = 2ⁿ·eʳ, n = round(t / ln 2), |r| ≤ ln 2 /
 * 2.
 *
 * <p>r is t − n·ln 2 with ln 2 split into two parts, of which the first has so few bits that its product with n is
 * exact (Cody and Waite, Software Manual for the Elementary Functions, 1980). eʳ is 1 + r + r²·P(r) with the polynomial
 * of degree 5 of Cephes' {@code expf} (Moshier, Methods and Programs for Mathematical Functions, 1989).
 */
final class Exp {
    /** The bound on |t|, beyond which eᵗ or e⁻ᵗ is not a normal number; larger arguments are clamped. */
    static final float LIMIT = 87;

    static final float LOG2_E = 1.442695f;
    static final float LN2_HIGH = 355f / 512;
    static final float LN2_LOW = -2.1219444e-4f;

    /**
     * The constant 1.5·2²³. Adding it to a small number rounds the number to an integer, which then occupies the lowest
     * bits.
     */
    static final float ROUND = 12582912;

    static final int MANTISSA_BITS = 23;

    static final float P0 = 0.5f;
    static final float P1 = 0.16666666f;
    static final float P2 = 0.041665796f;
    static final float P3 = 8.333452e-3f;
    static final float P4 = 1.3981999e-3f;
    static final float P5 = 1.9875691e-4f;

    private Exp() {}

    /** Computes eᵗ; NaN for NaN. */
    static float exp(float t) {
        float x = t > LIMIT ? LIMIT : t < -LIMIT ? -LIMIT : t;
        float rounded = Math.fma(x, LOG2_E, ROUND);
        float n = rounded - ROUND;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = Math.fma(P5, r, P4);
        p = Math.fma(p, r, P3);
        p = Math.fma(p, r, P2);
        p = Math.fma(p, r, P1);
        p = Math.fma(p, r, P0);
        float e = Math.fma(p, r * r, r) + 1;
        return Float.intBitsToFloat(Float.floatToRawIntBits(e) + (Float.floatToRawIntBits(rounded) << MANTISSA_BITS));
    }
}
