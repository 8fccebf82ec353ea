package dev.advect.nn.vector;

import jdk.incubator.vector.FloatVector;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

import static dev.advect.nn.vector.Gemm.LANE;
import static dev.advect.nn.vector.Gemm.LANES;

/**
 * Sums of gradients: over the rows of a block, for the gradient of a bias, elementwise, and of squares.
 *
 * <p>As in {@link Gemm}, there is one method for each number of vectors. With a nested loop, the JIT compiler kept the sums
 * in registers only depending on when it compiled the method; where it did not, the sums took a fifth of an update.
 */
public final class Reductions {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private Reductions() {}

    /**
     * Computes to[offset + j] += Σ_i a[i][j].
     *
     * @param from offset of A in {@code a}
     * @param rows rows of A
     * @param width columns of A, a multiple of {@link Gemm#LANES}
     */
    public static void addRows(float[] a, int from, int rows, int width, float[] to, int offset) {
        int j = 0;
        for (; j + 4 * LANES <= width; j += 4 * LANES) {
            four(a, from + j, rows, width, to, offset + j);
        }
        for (; j < width; j += LANES) {
            one(a, from + j, rows, width, to, offset + j);
        }
    }

    /** Computes to[i] += a[i], for all elements of {@code a}. */
    public static void add(float[] a, MemorySegment to) {
        int i = 0;
        for (; i <= a.length - LANES; i += LANES) {
            long position = (long) i * Float.BYTES;
            FloatVector.fromMemorySegment(LANE, to, position, ORDER).add(FloatVector.fromArray(LANE, a, i))
                    .intoMemorySegment(to, position, ORDER);
        }
        for (; i < a.length; i++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, i, to.getAtIndex(ValueLayout.JAVA_FLOAT, i) + a[i]);
        }
    }

    /** Computes Σ a[i]² over the elements [from, to); for few of them, as the sum is in float32. */
    public static double squares(MemorySegment a, long from, long to) {
        FloatVector s0 = FloatVector.zero(LANE);
        FloatVector s1 = FloatVector.zero(LANE);
        FloatVector s2 = FloatVector.zero(LANE);
        FloatVector s3 = FloatVector.zero(LANE);
        long step = (long) LANES * Float.BYTES;
        long position = from * Float.BYTES;
        long end = to * Float.BYTES;
        for (; position <= end - 4 * step; position += 4 * step) {
            FloatVector a0 = FloatVector.fromMemorySegment(LANE, a, position, ORDER);
            FloatVector a1 = FloatVector.fromMemorySegment(LANE, a, position + step, ORDER);
            FloatVector a2 = FloatVector.fromMemorySegment(LANE, a, position + 2 * step, ORDER);
            FloatVector a3 = FloatVector.fromMemorySegment(LANE, a, position + 3 * step, ORDER);
            s0 = a0.fma(a0, s0);
            s1 = a1.fma(a1, s1);
            s2 = a2.fma(a2, s2);
            s3 = a3.fma(a3, s3);
        }
        float[] lanes = new float[LANES];
        s0.add(s1).add(s2.add(s3)).intoArray(lanes, 0);
        double sum = 0;
        for (float lane : lanes) {
            sum += lane;
        }
        for (; position < end; position += Float.BYTES) {
            double rest = a.get(ValueLayout.JAVA_FLOAT, position);
            sum += rest * rest;
        }
        return sum;
    }

    /** Computes a[i] += rate·(b[i] − a[i]) for the elements [from, to). */
    public static void approach(MemorySegment a, MemorySegment b, float rate, long from, long to) {
        long i = from;
        for (; i <= to - LANES; i += LANES) {
            long position = i * Float.BYTES;
            FloatVector start = FloatVector.fromMemorySegment(LANE, a, position, ORDER);
            FloatVector.fromMemorySegment(LANE, b, position, ORDER).sub(start).mul(rate).add(start)
                    .intoMemorySegment(a, position, ORDER);
        }
        // the same operations, so that the result does not depend on how threads share the elements
        for (; i < to; i++) {
            float start = a.getAtIndex(ValueLayout.JAVA_FLOAT, i);
            a.setAtIndex(ValueLayout.JAVA_FLOAT, i, (b.getAtIndex(ValueLayout.JAVA_FLOAT, i) - start) * rate + start);
        }
    }

    private static void four(float[] a, int from, int rows, int lda, float[] to, int offset) {
        FloatVector s0 = FloatVector.fromArray(LANE, to, offset);
        FloatVector s1 = FloatVector.fromArray(LANE, to, offset + LANES);
        FloatVector s2 = FloatVector.fromArray(LANE, to, offset + 2 * LANES);
        FloatVector s3 = FloatVector.fromArray(LANE, to, offset + 3 * LANES);
        for (int i = 0; i < rows; i++) {
            int position = from + i * lda;
            s0 = s0.add(FloatVector.fromArray(LANE, a, position));
            s1 = s1.add(FloatVector.fromArray(LANE, a, position + LANES));
            s2 = s2.add(FloatVector.fromArray(LANE, a, position + 2 * LANES));
            s3 = s3.add(FloatVector.fromArray(LANE, a, position + 3 * LANES));
        }
        s0.intoArray(to, offset);
        s1.intoArray(to, offset + LANES);
        s2.intoArray(to, offset + 2 * LANES);
        s3.intoArray(to, offset + 3 * LANES);
    }

    private static void one(float[] a, int from, int rows, int lda, float[] to, int offset) {
        FloatVector sum = FloatVector.fromArray(LANE, to, offset);
        for (int i = 0; i < rows; i++) {
            sum = sum.add(FloatVector.fromArray(LANE, a, from + i * lda));
        }
        sum.intoArray(to, offset);
    }
}
