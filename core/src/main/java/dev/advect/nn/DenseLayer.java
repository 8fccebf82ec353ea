package dev.advect.nn;

import java.util.Arrays;

import static dev.advect.nn.Products.LANES;
import static dev.advect.nn.Products.ROWS;
import static dev.advect.nn.Products.up;

/**
 * One of a network's further layers in float32, by vector instructions, before activation. Widths are rounded up as in
 * {@link InputLayer}.
 *
 * <p>The weight is held twice, packed for {@link Products}: as it is, {@code [out, in]}, for the way back, and transposed,
 * {@code [in, out]}, for the way forward.
 */
final class DenseLayer {
    private final int in;
    private final int out;
    private final int inStride;
    private final int outStride;
    private final float[] weight;
    private final float[] transposed;
    private final float[] bias;
    /** {@code [out, in]}, in panels. */
    private final float[] gradient;
    private final float[] biasGradient;
    private final float[] zeros;

    DenseLayer(int in, int out) {
        this.in = in;
        this.out = out;
        inStride = up(in, LANES);
        outStride = up(out, LANES);
        weight = new float[out * inStride];
        transposed = new float[in * outStride];
        bias = new float[outStride];
        gradient = new float[outStride * inStride];
        biasGradient = new float[outStride];
        zeros = new float[inStride];
    }

    /** As {@link InputLayer#begin}. */
    int begin(float[] parameters, int at) {
        Products.pack(parameters, at, in, out, in, weight);
        Products.packTransposed(parameters, at, in, out, in, transposed);
        System.arraycopy(parameters, at + in * out, bias, 0, out);
        Arrays.fill(gradient, 0);
        Arrays.fill(biasGradient, 0);
        return at + (in + 1) * out;
    }

    /** As {@link InputLayer#end}. */
    int end(float[] to, int at) {
        Products.unpack(gradient, up(out, ROWS), out, in, to, at, in);
        System.arraycopy(biasGradient, 0, to, at + in * out, out);
        return at + (in + 1) * out;
    }

    /**
     * @param rows a multiple of {@link Products#ROWS}
     * @param h the layer's input, {@code [rows, in]}
     * @param z its output, {@code [rows, out]}
     */
    void forward(int rows, float[] h, float[] z) {
        Products.multiply(rows, outStride, in, h, inStride, transposed, bias, 0, null, z, outStride);
    }

    /**
     * Adds the gradients of weight and bias, and computes the input's.
     *
     * @param d the gradient with respect to the output, {@code [rows, out]}
     * @param derivative of the activation that gave the input, {@code [rows, in]}
     * @param next the gradient with respect to what that activation was of, likewise
     */
    void backward(int rows, float[] d, float[] h, float[] derivative, float[] next) {
        OuterProducts.add(rows, up(out, ROWS), inStride, d, outStride, h, inStride, gradient);
        Sums.addRows(d, 0, rows, outStride, biasGradient, 0);
        backward(rows, d, derivative, next);
    }

    /** The same without the gradients of weight and bias. */
    void backward(int rows, float[] d, float[] derivative, float[] next) {
        Products.multiply(rows, inStride, out, d, outStride, weight, zeros, 0, derivative, next, inStride);
    }
}
