package dev.advect.nn.vector;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/** The gradient of a layer's weight and bias, added up over blocks of rows; widths as in {@link DenseWeights}. */
public final class DenseGradient {
    private final int in;
    private final int out;
    private final int inStride;
    private final int outStride;
    /** {@code [out, in]}, in panels. */
    private final float[] weight;
    private final float[] bias;

    public DenseGradient(int in, int out) {
        this.in = in;
        this.out = out;
        inStride = up(in, LANES);
        outStride = up(out, LANES);
        weight = new float[outStride * inStride];
        bias = new float[outStride];
    }

    /** Forgets what was added. */
    public void clear() {
        Arrays.fill(weight, 0);
        Arrays.fill(bias, 0);
    }

    /**
     * Adds that of some rows.
     *
     * @param rows a multiple of {@link Gemm#ROWS}
     * @param d the gradient with respect to the layer's output, {@code [rows, out]}
     * @param h the layer's input, {@code [rows, in]}
     */
    public void add(int rows, float[] d, float[] h) {
        GradientGemm.add(rows, up(out, ROWS), inStride, d, outStride, h, inStride, weight);
        Reductions.addRows(d, 0, rows, outStride, bias, 0);
    }

    /** Writes the sum to where the layer's numbers begin in {@code to}; returns where they end. */
    public int end(float[] to, int at) {
        Gemm.unpack(weight, up(out, ROWS), out, in, to, at, in);
        System.arraycopy(bias, 0, to, at + in * out, out);
        return at + (in + 1) * out;
    }
}
