package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/**
 * The SiLU activation and its derivative: h = z·σ(z), h′ = σ(z)·(1 + z·(1 − σ(z))), with σ(z) = 1 / (1 + 2^t),
 * t = −z·log2 e.
 *
 * <p>2^t = 2^n·2^r with n the integer nearest to t. 2^r is the minimax polynomial 1 + … of degree 5 on |r| ≤ ½ (Lawson's
 * algorithm), with a relative error of at most 9e-8. Rounding t adds an error that grows with |z|: the relative error of σ
 * is below 1e-7·(4 + |z|). Adding 1.5·2²³ rounds t to the nearest integer and leaves it in the low bits, from which it is
 * shifted into the exponent.
 */
public final class Silu {
    private static final float MINUS_LOG2_E = (float) (-1 / Math.log(2));
    private static final float ROUND = 12582912f;
    /** The bits of 87, beyond which e^z leaves the range of float; positive floats are ordered like their bits. */
    private static final int LIMIT = Float.floatToIntBits(87);
    private static final int SIGN = 0x80000000;
    private static final float C1 = 0.693147f;
    private static final float C2 = 0.24022242f;
    private static final float C3 = 0.05550734f;
    private static final float C4 = 0.009671510f;
    private static final float C5 = 0.001326470f;

    private Silu() {}

    /**
     * Applies the activation to {@code n} elements.
     *
     * @param z in: the preactivation; out: the derivative
     * @param h receives the activation
     * @param n number of elements, a multiple of {@link Gemm#LANES}
     */
    public static void apply(float[] z, float[] h, int n) {
        apply(z, 0, h, 0, n);
    }

    /** {@link #apply(float[], float[], int)} with the offsets {@code zOffset} and {@code hOffset}. */
    public static void apply(float[] z, int zOffset, float[] h, int hOffset, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x = FloatVector.fromArray(LANE, z, zOffset + i);
            FloatVector sigmoid = FloatVector.broadcast(LANE, 1).div(power(clamp(x).mul(MINUS_LOG2_E)).add(1));
            FloatVector y = x.mul(sigmoid);
            y.intoArray(h, hOffset + i);
            // σ + zσ − zσ² = σ + h·(1 − σ)
            FloatVector rest = FloatVector.broadcast(LANE, 1).sub(sigmoid);
            y.fma(rest, sigmoid).intoArray(z, zOffset + i);
        }
    }

    /** x clamped to ±87. Comparing bits takes a third of the time of Java's max and min, which handle NaN and −0. */
    private static FloatVector clamp(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector sign = bits.and(SIGN);
        return bits.sub(sign).min(LIMIT).or(sign).reinterpretAsFloats();
    }

    /** Computes 2^t, for |t| &lt; 126. */
    private static FloatVector power(FloatVector t) {
        FloatVector shifted = t.add(ROUND);
        FloatVector r = t.sub(shifted.sub(ROUND));
        FloatVector square = r.mul(r);
        FloatVector low = r.fma(FloatVector.broadcast(LANE, C1), FloatVector.broadcast(LANE, 1));
        FloatVector middle = r.fma(FloatVector.broadcast(LANE, C3), FloatVector.broadcast(LANE, C2));
        FloatVector high = r.fma(FloatVector.broadcast(LANE, C5), FloatVector.broadcast(LANE, C4));
        return high.fma(square, middle).fma(square, low).reinterpretAsInts()
                .add(shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats();
    }
}
