package dev.advect.nn.vector;

import org.jspecify.annotations.Nullable;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/**
 * The products of a layer of an ensemble's member, between two hidden ones, in {@link Bfloat16}; what goes in and what
 * comes out is of float32.
 */
public final class Bf16Gemm {
    /** Rows are rounded up to a multiple, as libtorch prepares itself anew for every number of them. */
    private static final int ROWS = 32;

    private final int in;
    private final int out;
    private final Bf16Matrix x;
    /** The product, and on the way back the gradient with respect to it. */
    private final Bf16Matrix z;
    private final Bf16Matrix dx;
    private final Bf16Matrix gradient;

    /** @param rows at most */
    public Bf16Gemm(int in, int out, int rows) {
        this.in = up(in, LANES);
        this.out = up(out, LANES);
        int most = up(rows, ROWS);
        x = new Bf16Matrix(most, this.in);
        z = new Bf16Matrix(most, this.out);
        dx = new Bf16Matrix(most, this.in);
        gradient = new Bf16Matrix(this.in, this.out);
    }

    /**
     * Writes X·W + b, n rows from {@code place} on.
     *
     * @param weight {@code [in, out]}, rounded up
     * @param from X from {@code at} on, {@code [n, in]}
     */
    public void forward(int n, Bf16Matrix weight, float[] from, int at, float[] bias, float[] to, int place) {
        x.times(write(n, from, at, in, x), weight, in, z);
        Bfloat16.sum(z.memory(), 0, n, out, bias, to, place);
    }

    /**
     * Writes D·Wᵀ and adds Xᵀ·D.
     *
     * @param d {@code [n, out]}
     * @param to {@code [n, in]}
     * @param sum {@code [in, out]}; null where it is not asked for
     */
    public void backward(int n, Bf16Matrix weight, float[] from, int at, float[] d, float[] to, float @Nullable [] sum) {
        int rows = write(n, d, 0, out, z);
        if (sum != null) {
            write(n, from, at, in, x);
            x.transposedTimes(rows, z, gradient);
            Bfloat16.add(gradient.memory(), sum, sum.length);
        }
        z.timesTransposed(rows, weight, in, dx);
        Bfloat16.read(dx.memory(), to, n * in);
    }

    /** Rounds n rows, which zeros follow; returns how many rows there are then. */
    private static int write(int n, float[] from, int at, int width, Bf16Matrix to) {
        int rows = up(n, ROWS);
        Bfloat16.write(from, at, to.memory(), 0, n * width);
        long row = (long) width * Bfloat16.BYTES;
        to.memory().asSlice(n * row, (rows - n) * row).fill((byte) 0);
        return rows;
    }
}
