package dev.advect.runtime;

/**
 * The arithmetic of small networks on arrays, row by row; without state, so that threads share one.
 *
 * <p>A matrix of {@code rows} lies in an array row by row, each row padded to whole vectors, see {@link Lanes}. What
 * the padding holds is computed with and means nothing.
 *
 * <p>Every implementation gives the same bits: products are added by fused multiply-adds in the order that is stated,
 * whether a row is computed alone or among others. So an action depends neither on the machine's vectors nor on the
 * batch it is chosen in.
 */
interface Kernel {
    /** What it computes with, in a few words. */
    String name();

    /** Whether it is as fast as it will be. */
    default boolean isWarm() {
        return true;
    }

    /**
     * A linear layer: out = start + in · W. Two sums are made and then added: one of start and the inputs 0, 2, 4 …,
     * and one of the inputs 1, 3, 5 …
     *
     * @param in {@code [rows, inStride]}, of which each row's first {@code layer.inputs()} count
     * @param start {@code [rows, startStride]}; {@code [layer.stride()]}, shared by all rows, where startStride is 0
     * @param out {@code [rows, layer.stride()]}, none of the arrays above
     */
    void dense(Dense layer, float[] in, int inStride, float[] start, int startStride, float[] out, int rows);

    /**
     * x ← x / (1 + e⁻ˣ) for the first n, and maybe for what follows up to a multiple of a panel, for which there must be
     * room. The exponential is that of {@link Exp}.
     */
    void silu(float[] values, int n);

    /** x ← max(x, 0) likewise. */
    void relu(float[] values, int n);

    /**
     * Adds one row to all: out = matrix + row.
     *
     * @param matrix {@code [rows, width]}
     * @param row its {@code width} numbers begin at {@code rowAt}
     * @param width a multiple of the vector
     */
    void addRow(float[] matrix, float[] row, int rowAt, float[] out, int width, int rows);

    /** out = a + c·b for the first n, a multiple of the vector. */
    void addScaled(float[] a, float c, float[] b, float[] out, int n);
}
