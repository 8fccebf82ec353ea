package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/**
 * Sums of gradients: over the rows of a block, a bias's, and of one flat block and another.
 *
 * <p>One method for each number of a block's columns, as in {@link Gemm}: when it was a loop within a loop, whether
 * the JIT compiler kept the sums in registers depended on when it came to compile it, and where it did not, this took a
 * fifth of a whole update.
 */
public final class Reductions {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Reductions() {}

    /**
     * to[j] += Σ_i a[i][j].
     *
     * @param rows of A, one beneath the other from {@code from} on
     * @param width columns of A, a multiple of {@link Gemm#LANES}
     */
    public static void addRows(float[] a, int from, int rows, int width, float[] to, int place) {
        int j = 0;
        for (; j + 4 * LANES <= width; j += 4 * LANES) {
            four(a, from + j, rows, width, to, place + j);
        }
        for (; j < width; j += LANES) {
            one(a, from + j, rows, width, to, place + j);
        }
    }

    /** to[i] += a[i], for all of A. */
    public static void add(float[] a, MemorySegment to) {
        int i = 0;
        for (; i <= a.length - LANES; i += LANES) {
            long at = (long) i * Float.BYTES;
            FloatVector.fromMemorySegment(LANE, to, at, ORDER).add(FloatVector.fromArray(LANE, a, i))
                    .intoMemorySegment(to, at, ORDER);
        }
        for (; i < a.length; i++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, i, to.getAtIndex(ValueLayout.JAVA_FLOAT, i) + a[i]);
        }
    }

    private static void four(float[] a, int from, int rows, int lda, float[] to, int place) {
        FloatVector s0 = FloatVector.fromArray(LANE, to, place);
        FloatVector s1 = FloatVector.fromArray(LANE, to, place + LANES);
        FloatVector s2 = FloatVector.fromArray(LANE, to, place + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(LANE, to, place + 3 * LANES);
        for (int i = 0; i < rows; i++) {
            int at = from + i * lda;
            s0 = s0.add(FloatVector.fromArray(LANE, a, at));
            s1 = s1.add(FloatVector.fromArray(LANE, a, at + LANES));
            s2 = s2.add(FloatVector.fromArray(LANE, a, at + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(LANE, a, at + 3 * LANES));
        }
        s0.intoArray(to, place);
        s1.intoArray(to, place + LANES);
        s2.intoArray(to, place + 2 * LANES);
        s3.intoArray(to, place + 3 * LANES);
    }

    private static void one(float[] a, int from, int rows, int lda, float[] to, int place) {
        FloatVector sum = FloatVector.fromArray(LANE, to, place);
        for (int i = 0; i < rows; i++) {
            sum = sum.add(FloatVector.fromArray(LANE, a, from + i * lda));
        }
        sum.intoArray(to, place);
    }
}
