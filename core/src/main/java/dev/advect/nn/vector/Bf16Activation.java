package dev.advect.nn.vector;

import java.lang.foreign.MemorySegment;

/**
 * {@link Silu} and its way back, in float32, between products of {@link Bfloat16}. A few rows at a time, so that the
 * floats stay in the processor's first cache; and in several loops, for of one so long the JIT compiler no longer
 * makes vector instructions.
 */
final class Bf16Activation {
    /** Floats of a piece: 8 KB, and the pieces of activation and derivative together 16. */
    private static final int PIECE = 2048;

    private final int width;
    /** Rows of a piece. */
    private final int most;
    private final float[] first;
    private final float[] second;

    /** @param width of the rows, a multiple of {@link Gemm#LANES} */
    Bf16Activation(int width) {
        this.width = width;
        most = Math.max(1, PIECE / width);
        first = new float[most * width];
        second = new float[most * width];
    }

    /**
     * After a layer of float32, before a product.
     *
     * @param z {@code [rows, width]}, in: before the activation; out: the derivative
     * @param h {@code [rows, width]}
     */
    void apply(int rows, float[] z, MemorySegment h) {
        for (int row = 0; row < rows; row += most) {
            int at = row * width;
            int n = Math.min(most, rows - row) * width;
            Silu.apply(z, at, second, 0, n);
            Bfloat16.write(second, 0, h, at, n);
        }
    }

    /**
     * Between two products.
     *
     * @param z {@code [rows, width]}, in: a product; out: the derivative
     * @param bias added to every row of the product
     * @param h {@code [rows, width]}
     */
    void apply(int rows, MemorySegment z, float[] bias, MemorySegment h) {
        for (int row = 0; row < rows; row += most) {
            int at = row * width;
            int some = Math.min(most, rows - row);
            Bfloat16.sum(z, at, some, width, bias, first, 0);
            Silu.apply(first, second, some * width);
            Bfloat16.write(second, 0, h, at, some * width);
            Bfloat16.write(first, 0, z, at, some * width);
        }
    }

    /**
     * The way back between two products.
     *
     * @param dh the gradient with respect to the activation, {@code [rows, width]}
     * @param delta likewise; in: the derivative; out: the gradient with respect to what was activated
     * @param sums of every column of {@code delta}, before rounding, are added to these
     */
    void back(int rows, MemorySegment dh, MemorySegment delta, float[] sums) {
        for (int row = 0; row < rows; row += most) {
            int at = row * width;
            int some = Math.min(most, rows - row);
            Bfloat16.product(dh, delta, at, first, some * width);
            Bfloat16.write(first, 0, delta, at, some * width);
            Reductions.addRows(first, 0, some, width, sums, 0);
        }
    }
}
