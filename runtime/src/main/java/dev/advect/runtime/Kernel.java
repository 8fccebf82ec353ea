package dev.advect.runtime;

/**
 * The arithmetic of small networks on row-major arrays. It is stateless, so that threads can share an instance.
 *
 * <p>A matrix of {@code rows} is stored row by row, with each row padded to whole vectors, see {@link Lanes}. The
 * padding takes part in the computation, but its values are meaningless.
 *
 * <p>All implementations give bit-identical results: products are accumulated by fused multiply-adds in the documented
 * order, whether a row is computed alone or among others. An action therefore depends neither on the machine's vector
 * width nor on its batch.
 */
interface Kernel {
    /** A short description of what this kernel computes with. */
    String name();

    /** Whether this kernel has reached its final speed. */
    default boolean isWarm() {
        return true;
    }

    /**
     * Computes a linear layer, out = start + in · W, as the sum of two partial sums: one over start and the inputs 0,
     * 2, 4 …, and one over the inputs 1, 3, 5 …
     *
     * @param in {@code [rows, inStride]}, of which the first {@code layer.inputs()} values of each row are used
     * @param start {@code [rows, startStride]}; {@code [layer.stride()]}, shared by all rows, if startStride is 0
     * @param out {@code [rows, layer.stride()]}, distinct from the arrays above
     */
    void dense(Dense layer, float[] in, int inStride, float[] start, int startStride, float[] out, int rows);

    /**
     * Replaces x by x / (1 + e⁻ˣ) in the first n values, and possibly in those up to the next multiple of a panel,
     * which must exist. The exponential is that of {@link Exp}.
     */
    void silu(float[] values, int n);

    /** Replaces x by max(x, 0) in the same range as {@link #silu}. */
    void relu(float[] values, int n);

    /**
     * Adds one row to all rows: out = matrix + row.
     *
     * @param matrix {@code [rows, width]}
     * @param row an array with {@code width} values from {@code rowAt} on
     * @param width a multiple of the vector length
     */
    void addRow(float[] matrix, float[] row, int rowAt, float[] out, int width, int rows);

    /** Computes out = a + c·b for the first n values, where n is a multiple of the vector length. */
    void addScaled(float[] a, float c, float[] b, float[] out, int n);
}
