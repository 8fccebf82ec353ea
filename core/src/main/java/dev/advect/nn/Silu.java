package dev.advect.nn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import static dev.advect.nn.Products.LANE;
import static dev.advect.nn.Products.LANES;

/**
 * SiLU and its derivative: h = z·σ(z), h′ = σ(z)·(1 + z·(1 − σ(z))).
 *
 * <p>e^x = 2^n·e^r with n the integer nearest to x·log2 e and |r| ≤ ln 2 / 2, e^r by a polynomial of degree 6 (relative
 * error below 2⁻²³). Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low bits, from where it goes
 * straight into the exponent.
 */
final class Silu {
    private static final float LOG2_E = (float) (1 / Math.log(2));
    /** ln 2 in two parts; n times the first is exact. */
    private static final float LN2_HIGH = 355 / 512f;
    private static final float LN2_LOW = (float) (Math.log(2) - LN2_HIGH);
    private static final float ROUND = 12582912f;
    /** Beyond, e^x leaves the range of float. */
    private static final float LIMIT = 87;

    private Silu() {}

    /**
     * @param z in: before the activation; out: the derivative
     * @param h out: the activation
     * @param n how many, a multiple of {@link Products#LANES}
     */
    static void apply(float[] z, float[] h, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x = FloatVector.fromArray(LANE, z, i);
            FloatVector sigmoid = FloatVector.broadcast(LANE, 1).div(exp(x.neg()).add(1));
            FloatVector y = x.mul(sigmoid);
            y.intoArray(h, i);
            // σ + zσ − zσ² = σ + h·(1 − σ)
            FloatVector rest = FloatVector.broadcast(LANE, 1).sub(sigmoid);
            y.fma(rest, sigmoid).intoArray(z, i);
        }
    }

    private static FloatVector exp(FloatVector argument) {
        FloatVector x = argument.max(-LIMIT).min(LIMIT);
        FloatVector shifted = x.fma(FloatVector.broadcast(LANE, LOG2_E), FloatVector.broadcast(LANE, ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(FloatVector.broadcast(LANE, -LN2_HIGH), x);
        r = n.fma(FloatVector.broadcast(LANE, -LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(LANE, 1 / 720f);
        p = p.fma(r, FloatVector.broadcast(LANE, 1 / 120f));
        p = p.fma(r, FloatVector.broadcast(LANE, 1 / 24f));
        p = p.fma(r, FloatVector.broadcast(LANE, 1 / 6f));
        p = p.fma(r, FloatVector.broadcast(LANE, 1 / 2f));
        p = p.fma(r, FloatVector.broadcast(LANE, 1));
        p = p.fma(r, FloatVector.broadcast(LANE, 1));
        return p.reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
    }
}
