package dev.advect.nn.vector;

import org.jspecify.annotations.Nullable;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/**
 * The matrix products of one ensemble member between two hidden layers, in {@link Bfloat16}, with inputs and outputs in
 * float32.
 */
public final class Bf16Gemm {
    /** The number of rows is rounded up to a multiple of this, because libtorch has setup costs for every new number. */
    private static final int ROWS = 32;

    private final int in;
    private final int out;
    private final Bf16Matrix x;
    /** The product, or in the backward pass the gradient with respect to it. */
    private final Bf16Matrix z;
    private final Bf16Matrix dx;
    private final Bf16Matrix gradient;

    /** @param rows max rows per call */
    public Bf16Gemm(int in, int out, int rows) {
        this.in = up(in, LANES);
        this.out = up(out, LANES);
        int maxRows = up(rows, ROWS);
        x = new Bf16Matrix(maxRows, this.in);
        z = new Bf16Matrix(maxRows, this.out);
        dx = new Bf16Matrix(maxRows, this.in);
        gradient = new Bf16Matrix(this.in, this.out);
    }

    /**
     * Computes X·W + b for n rows.
     *
     * @param weight W, {@code [in, out]}, with widths rounded up to whole vectors
     * @param from holds X at {@code offset}, {@code [n, in]}
     * @param to receives the result at {@code toOffset}, {@code [n, out]}
     */
    public void forward(int n, Bf16Matrix weight, float[] from, int offset, float[] bias, float[] to, int toOffset) {
        x.times(write(n, from, offset, in, x), weight, in, z);
        Bfloat16.sum(z.memory(), 0, n, out, bias, to, toOffset);
    }

    /**
     * Computes the gradient D·Wᵀ of the input, and adds the gradient Xᵀ·D of the weight.
     *
     * @param from holds X at {@code offset}, {@code [n, in]}
     * @param d gradient D with respect to the product, {@code [n, out]}
     * @param to receives D·Wᵀ, {@code [n, in]}
     * @param sum Xᵀ·D is added to this, {@code [in, out]}; null to skip it
     */
    public void backward(int n, Bf16Matrix weight, float[] from, int offset, float[] d, float[] to, float @Nullable [] sum) {
        int rows = write(n, d, 0, out, z);
        if (sum != null) {
            write(n, from, offset, in, x);
            x.transposedTimes(rows, z, gradient);
            Bfloat16.add(gradient.memory(), sum, sum.length);
        }
        z.timesTransposed(rows, weight, in, dx);
        Bfloat16.read(dx.memory(), to, n * in);
    }

    /** Rounds n rows to bfloat16 and pads them with rows of zeros; returns the number of rows including padding. */
    private static int write(int n, float[] from, int offset, int width, Bf16Matrix to) {
        int rows = up(n, ROWS);
        Bfloat16.write(from, offset, to.memory(), 0, n * width);
        long row = (long) width * Bfloat16.BYTES;
        to.memory().asSlice(n * row, (rows - n) * row).fill((byte) 0);
        return rows;
    }
}
