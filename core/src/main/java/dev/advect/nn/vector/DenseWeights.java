package dev.advect.nn.vector;

import org.jspecify.annotations.Nullable;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/**
 * The weight and bias of a linear layer in the form in which {@link Gemm} reads them. Any number of threads may compute with
 * them while none loads new ones.
 *
 * <p>Widths are rounded up to whole vectors, and the surplus is zero. The weight is held twice, packed: as it is,
 * {@code [out, in]}, for the backward pass, and transposed, {@code [in, out]}, for the forward pass.
 */
public final class DenseWeights {
    private final int in;
    private final int out;
    private final int inStride;
    private final int outStride;
    private final float[] weight;
    private final float[] transposed;
    private final float[] bias;
    private final float[] zeros;

    public DenseWeights(int in, int out) {
        this.in = in;
        this.out = out;
        inStride = up(in, LANES);
        outStride = up(out, LANES);
        weight = new float[out * inStride];
        transposed = new float[in * outStride];
        bias = new float[outStride];
        zeros = new float[inStride];
    }

    /** Reads the layer's parameters like {@link Layer#load}. */
    public int load(float[] parameters, int offset) {
        Gemm.pack(parameters, offset, in, out, in, weight);
        Gemm.packTransposed(parameters, offset, in, out, in, transposed);
        System.arraycopy(parameters, offset + in * out, bias, 0, out);
        return offset + (in + 1) * out;
    }

    /**
     * Computes the layer's output before activation.
     *
     * @param rows a multiple of {@link Gemm#ROWS}
     * @param h the layer's input, {@code [rows, in]}
     * @param z its output, {@code [rows, out]}
     */
    public void forward(int rows, float[] h, float[] z) {
        Gemm.multiply(rows, outStride, in, h, inStride, transposed, bias, 0, null, z, outStride);
    }

    /**
     * Computes the gradient with respect to the input before its activation.
     *
     * @param d the gradient with respect to the output, {@code [rows, out]}
     * @param derivative of the activation that gave the input, {@code [rows, in]}; null for none
     * @param next the computed gradient, {@code [rows, in]}
     */
    public void backward(int rows, float[] d, float @Nullable [] derivative, float[] next) {
        Gemm.multiply(rows, inStride, out, d, outStride, weight, zeros, 0, derivative, next, inStride);
    }
}
