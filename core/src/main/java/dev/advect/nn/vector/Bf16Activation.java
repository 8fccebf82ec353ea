package dev.advect.nn.vector;

import java.lang.foreign.MemorySegment;

/**
 * The {@link Silu} activation and its backward pass, in float32, between matrix products in {@link Bfloat16}. Rows are
 * processed in blocks whose floats stay in the L1 cache, and in several loops, because the JIT compiler does not vectorise
 * one loop of that length.
 */
final class Bf16Activation {
    /** Floats per block: 8 KB, and 16 KB for the activation and its derivative together. */
    private static final int BLOCK = 2048;

    private final int width;
    /** Rows per block. */
    private final int blockRows;
    private final float[] first;
    private final float[] second;

    /** @param width row length, a multiple of {@link Gemm#LANES} */
    Bf16Activation(int width) {
        this.width = width;
        blockRows = Math.max(1, BLOCK / width);
        first = new float[blockRows * width];
        second = new float[blockRows * width];
    }

    /**
     * Applies the activation between a float32 layer and a bfloat16 product.
     *
     * @param z in: the preactivation; out: the activation's derivative; {@code [rows, width]}
     * @param h receives the activation, {@code [rows, width]}
     */
    void apply(int rows, float[] z, MemorySegment h) {
        for (int row = 0; row < rows; row += blockRows) {
            int offset = row * width;
            int n = Math.min(blockRows, rows - row) * width;
            Silu.apply(z, offset, second, 0, n);
            Bfloat16.write(second, 0, h, offset, n);
        }
    }

    /**
     * Applies the activation between two bfloat16 products.
     *
     * @param z in: the first product; out: the activation's derivative; {@code [rows, width]}
     * @param bias added to every row of the product
     * @param h receives the activation, {@code [rows, width]}
     */
    void apply(int rows, MemorySegment z, float[] bias, MemorySegment h) {
        for (int row = 0; row < rows; row += blockRows) {
            int offset = row * width;
            int n = Math.min(blockRows, rows - row);
            Bfloat16.sum(z, offset, n, width, bias, first, 0);
            Silu.apply(first, second, n * width);
            Bfloat16.write(second, 0, h, offset, n * width);
            Bfloat16.write(first, 0, z, offset, n * width);
        }
    }

    /**
     * Computes the backward pass between two bfloat16 products.
     *
     * @param dh the gradient with respect to the activation, {@code [rows, width]}
     * @param delta in: the activation's derivative; out: the gradient of the preactivation; {@code [rows, width]}
     * @param sums the column sums of the output {@code delta}, before rounding, are added to these, {@code [width]}
     */
    void back(int rows, MemorySegment dh, MemorySegment delta, float[] sums) {
        for (int row = 0; row < rows; row += blockRows) {
            int offset = row * width;
            int n = Math.min(blockRows, rows - row);
            Bfloat16.product(dh, delta, offset, first, n * width);
            Bfloat16.write(first, 0, delta, offset, n * width);
            Reductions.addRows(first, 0, n, width, sums, 0);
        }
    }
}
