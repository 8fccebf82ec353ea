package dev.advect.nn.vector;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.up;

/**
 * A layer between two hidden ones whose products are of {@link Bfloat16}: as {@link DenseLayer}. The weight is the
 * float32 one, rounded after every step; its gradient is summed over blocks in float32.
 */
public final class Bf16Layer {
    private final int in;
    private final int out;
    private final int inStride;
    private final int outStride;
    private final Bf16Matrix weight;
    private final Bf16Matrix product;
    private final float[] row;
    private final float[] gradient;
    public final float[] bias;
    public final float[] biasGradient;

    public Bf16Layer(int in, int out) {
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

    /** As {@link InputLayer#begin}. */
    public int begin(float[] parameters, int at) {
        for (int o = 0; o < out; o++) {
            System.arraycopy(parameters, at + o * in, row, 0, in);
            Bfloat16.write(row, 0, weight.memory(), (long) o * inStride, inStride);
        }
        System.arraycopy(parameters, at + in * out, bias, 0, out);
        Arrays.fill(gradient, 0);
        Arrays.fill(biasGradient, 0);
        return at + (in + 1) * out;
    }

    /** As {@link InputLayer#end}. */
    public int end(float[] to, int at) {
        for (int o = 0; o < out; o++) {
            System.arraycopy(gradient, o * inStride, to, at + o * in, in);
        }
        System.arraycopy(biasGradient, 0, to, at + in * out, out);
        return at + (in + 1) * out;
    }

    /**
     * The product without the bias.
     *
     * @param h {@code [n, in]}
     * @param z {@code [n, out]}
     */
    public void forward(int n, Bf16Matrix h, Bf16Matrix z) {
        h.timesTransposed(n, weight, outStride, z);
    }

    /**
     * Adds the weight's gradient and computes the input's; the bias's is for the caller to add.
     *
     * @param d {@code [n, out]}
     * @param dh {@code [n, in]}
     */
    public void backward(int n, Bf16Matrix d, Bf16Matrix h, Bf16Matrix dh) {
        d.transposedTimes(n, h, product);
        Bfloat16.add(product.memory(), gradient, gradient.length);
        d.times(n, weight, outStride, dh);
    }
}
