package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/** The ReLU activation and its backward pass; NaN stays NaN. */
public final class Relu {
    private Relu() {}

    /** Applies ReLU in place to the elements [offset, offset + n), n a multiple of {@link Gemm#LANES}. */
    public static void apply(float[] h, int offset, int n) {
        for (int i = offset; i < offset + n; i += LANES) {
            FloatVector z = FloatVector.fromArray(LANE, h, i);
            z.blend(0, z.compare(VectorOperators.LE, 0)).intoArray(h, i);
        }
    }

    /** Sets the gradient {@code d[i]} to 0 where the activation {@code h[offset + i]} is 0, for {@code n} elements. */
    public static void back(float[] h, int offset, float[] d, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(LANE, d, i)
                    .blend(0, FloatVector.fromArray(LANE, h, offset + i).compare(VectorOperators.LE, 0))
                    .intoArray(d, i);
        }
    }
}
