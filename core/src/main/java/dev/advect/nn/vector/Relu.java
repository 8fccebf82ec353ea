package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/** ReLU and its way back; NaN stays NaN. */
public final class Relu {
    private Relu() {}

    /** In place, the numbers [at, at + n), n a multiple of {@link Gemm#LANES}. */
    public static void apply(float[] h, int at, int n) {
        for (int i = at; i < at + n; i += LANES) {
            FloatVector z = FloatVector.fromArray(LANE, h, i);
            z.blend(0, z.compare(VectorOperators.LE, 0)).intoArray(h, i);
        }
    }

    /** Sets the first {@code n} numbers of {@code d} to 0 where those of {@code h} from {@code at} on are. */
    public static void back(float[] h, int at, float[] d, int n) {
        for (int i = 0; i < n; i += LANES) {
            FloatVector.fromArray(LANE, d, i)
                    .blend(0, FloatVector.fromArray(LANE, h, at + i).compare(VectorOperators.LE, 0))
                    .intoArray(d, i);
        }
    }
}
