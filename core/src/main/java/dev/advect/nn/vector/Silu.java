package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/**
 * SiLU and its derivative: h = z·σ(z), h′ = σ(z)·(1 + z·(1 − σ(z))), with σ(z) = 1 / (1 + 2^t), t = −z·log2 e.
 *
 * <p>2^t = 2^n·2^r with n the integer nearest to t, and 2^r by the polynomial 1 + … of degree 5 whose greatest
 * relative error on |r| ≤ ½ is least, 9e-8 (Lawson's algorithm). What follows adds to it with |z|, as t is rounded: σ's is
 * below 1e-7·(4 + |z|). Adding 1.5·2²³ rounds to the nearest integer and leaves it in the low
 * bits, from where it goes straight into the exponent.
 */
public final class Silu {
    private static final float MINUS_LOG2_E = (float) (-1 / Math.log(2));
    private static final float ROUND = 12582912f;
    /** Beyond ± 87, e^z leaves the range of float; as bits, for numbers without their signs are ordered as those are. */
    private static final int LIMIT = Float.floatToIntBits(87);
    private static final int SIGN = 0x80000000;
    private static final float C1 = 0.693147f;
    private static final float C2 = 0.24022242f;
    private static final float C3 = 0.05550734f;
    private static final float C4 = 0.009671510f;
    private static final float C5 = 0.001326470f;

    private Silu() {}

    /**
     * @param z in: before the activation; out: the derivative
     * @param h out: the activation
     * @param n how many, a multiple of {@link Gemm#LANES}
     */
    public static void apply(float[] z, float[] h, int n) {
        apply(z, 0, h, 0, n);
    }

    /** The same for the numbers of {@code z} from {@code zAt} on, and those of {@code h} from {@code hAt} on. */
    public static void apply(float[] z, int zAt, float[] h, int hAt, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector x = FloatVector.fromArray(LANE, z, zAt + i);
            FloatVector sigmoid = FloatVector.broadcast(LANE, 1).div(power(held(x).mul(MINUS_LOG2_E)).add(1));
            FloatVector y = x.mul(sigmoid);
            y.intoArray(h, hAt + i);
            // σ + zσ − zσ² = σ + h·(1 − σ)
            FloatVector rest = FloatVector.broadcast(LANE, 1).sub(sigmoid);
            y.fma(rest, sigmoid).intoArray(z, zAt + i);
        }
    }

    /** x within the limit. Comparing bits takes a third of the time of Java's max and min, which mind NaN and −0. */
    private static FloatVector held(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector sign = bits.and(SIGN);
        return bits.sub(sign).min(LIMIT).or(sign).reinterpretAsFloats();
    }

    /** {@code 2^t}, for {@code |t| < 126}. */
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
