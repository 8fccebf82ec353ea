package dev.advect.nn.vector;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/**
 * A linear layer with matrix products in {@link Bfloat16}, one of {@link Bf16Layers}. Its weight is rounded from float32
 * after every optimiser step; its gradient is accumulated over blocks in float32.
 */
final class Bf16Layer {
    private final int in;
    private final int out;
    private final int inStride;
    private final int outStride;
    private final Bf16Matrix weight;
    private final Bf16Matrix product;
    private final float[] row;
    private final float[] gradient;
    final float[] bias;
    final float[] biasGradient;

    Bf16Layer(int in, int out) {
        this.in = in;
        this.out = out;
        inStride = up(in, LANES);
        outStride = up(out, LANES);
        weight = new Bf16Matrix(outStride, inStride);
        product = new Bf16Matrix(outStride, inStride);
        row = new float[inStride];
        gradient = new float[outStride * inStride];
        bias = new float[outStride];
        biasGradient = new float[outStride];
    }

    /** Reads the layer's parameters like {@link Layer#load}. */
    int load(float[] parameters, int offset) {
        for (int o = 0; o < out; o++) {
            System.arraycopy(parameters, offset + o * in, row, 0, in);
            Bfloat16.write(row, 0, weight.memory(), (long) o * inStride, inStride);
        }
        System.arraycopy(parameters, offset + in * out, bias, 0, out);
        Arrays.fill(gradient, 0);
        Arrays.fill(biasGradient, 0);
        return offset + (in + 1) * out;
    }

    /** Writes the layer's gradient like {@link Layer#store}. */
    int store(float[] to, int offset) {
        for (int o = 0; o < out; o++) {
            System.arraycopy(gradient, o * inStride, to, offset + o * in, in);
        }
        System.arraycopy(biasGradient, 0, to, offset + in * out, out);
        return offset + (in + 1) * out;
    }

    /**
     * Computes the product of input and weight, without the bias.
     *
     * @param h the layer's input, {@code [n, in]}
     * @param z receives the product, {@code [n, out]}
     */
    void forward(int n, Bf16Matrix h, Bf16Matrix z) {
        h.timesTransposed(n, weight, outStride, z);
    }

    /**
     * Adds the gradient of the weight and computes that of the input; the caller adds the gradient of the bias.
     *
     * @param d the gradient with respect to the output, {@code [n, out]}
     * @param h the layer's input, {@code [n, in]}
     * @param dh receives the gradient with respect to the input, {@code [n, in]}
     */
    void backward(int n, Bf16Matrix d, Bf16Matrix h, Bf16Matrix dh) {
        d.transposedTimes(n, h, product);
        Bfloat16.add(product.memory(), gradient, gradient.length);
        d.times(n, weight, outStride, dh);
    }
}
