package dev.advect.nn;

import dev.advect.nn.vector.Bf16Gemm;
import dev.advect.nn.vector.Gemm;
import dev.advect.nn.vector.GradientGemm;
import dev.advect.nn.vector.NormalizedRelu;
import dev.advect.nn.vector.Reductions;
import dev.advect.nn.vector.Relu;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/** A hidden layer of an ensemble in one pass: the activations of all rows, and the gradient of the selected member. */
final class EnsembleLayer {
    final int in;
    final int out;
    final int stride;
    /** The layer's outputs, {@code [rows, out]}. */
    float[] hidden = {};
    /** The gradient of the weight, {@code [in, out]}, in panels; row-major with bfloat16 products. */
    private final float[] gradient;
    final float[] biasGradient;
    final float[] scaleGradient;
    final float[] shiftGradient;

    /** Null without layer normalisation. */
    private final @Nullable NormalizedRelu norm;
    private final float[] zeros;
    private float[] normal = {};
    private float[] reciprocal = {};

    /** The bfloat16 products, created on first use. */
    private @Nullable Bf16Gemm rounded;

    EnsembleLayer(int in, int out, boolean layerNorm) {
        this.in = in;
        this.out = out;
        stride = up(out, LANES);
        norm = layerNorm ? new NormalizedRelu(out, MlpEnsemble.LAYER_NORM_EPSILON) : null;
        gradient = new float[up(in, ROWS) * stride];
        zeros = new float[up(in, LANES)];
        biasGradient = new float[stride];
        scaleGradient = new float[stride];
        shiftGradient = new float[stride];
    }

    /** Grows the arrays to hold {@code rows} rows, keeping existing ones. */
    void reserve(int rows) {
        hidden = Arrays.copyOf(hidden, rows * stride);
        if (norm != null) {
            normal = Arrays.copyOf(normal, rows * stride);
            reciprocal = Arrays.copyOf(reciprocal, rows);
        }
    }

    /** Moves the activations of some rows, which are in ascending order, to the places 0 … n-1. */
    void keep(int[] rows, int n) {
        for (int i = 0; i < n; i++) {
            System.arraycopy(hidden, rows[i] * stride, hidden, i * stride, stride);
            if (norm != null) {
                System.arraycopy(normal, rows[i] * stride, normal, i * stride, stride);
                reciprocal[i] = reciprocal[rows[i]];
            }
        }
    }

    /**
     * Computes the outputs of the rows [from, from + n); further rows, up to a multiple of {@link Gemm#ROWS}, are
     * overwritten with meaningless values.
     *
     * @param x the layer's input, {@code [rows, in]}
     * @param lda row stride of {@code x}, in floats
     */
    void forward(MemberWeights.Layer weights, int from, int n, float[] x, int lda) {
        int offset = from * stride;
        float[] z = norm == null ? hidden : normal;
        if (weights.rounded != null) {
            rounded().forward(n, weights.rounded, x, from * lda, weights.bias, z, offset);
        } else {
            Gemm.multiply(up(n, ROWS), stride, in, x, from * lda, lda, weights.weight, weights.bias, 0, null,
                    z, offset, stride);
        }
        if (norm == null) {
            Relu.apply(hidden, offset, n * stride);
        } else {
            norm.forward(from, n, weights.scale, weights.shift, normal, hidden, reciprocal);
        }
    }

    void forgetGradient() {
        Arrays.fill(gradient, 0);
        Arrays.fill(biasGradient, 0);
        Arrays.fill(scaleGradient, 0);
        Arrays.fill(shiftGradient, 0);
    }

    /**
     * Computes the backward pass through ReLU and LayerNorm for the rows [from, from + n).
     *
     * @param d in: the gradient with respect to the output; out: with respect to the preactivation; for these rows only
     * @param parameters whether to add the gradients of scale and shift
     */
    void backward(MemberWeights.Layer weights, int from, int n, float[] d, boolean parameters) {
        if (norm == null) {
            Relu.back(hidden, from * stride, d, n * stride);
        } else {
            norm.backward(from, n, weights.scale, normal, hidden, reciprocal, d, parameters, scaleGradient, shiftGradient);
        }
    }

    /**
     * Computes the backward pass through the product for the rows [from, from + n).
     *
     * @param x the layer's input, {@code [rows, in]}
     * @param lda row stride of {@code x}, in floats
     * @param d the gradient with respect to the preactivation, for these rows only
     * @param parameters whether to add the gradients of weight and bias
     * @param to receives the gradient with respect to the layer's input, for these rows only; null to skip it
     */
    void backward(MemberWeights.Layer weights, int from, int n, float[] x, int lda, float[] d, boolean parameters,
            float @Nullable [] to) {
        if (parameters) {
            Reductions.addRows(d, 0, n, stride, biasGradient, 0);
        }
        if (weights.rounded != null && to != null) {
            rounded().backward(n, weights.rounded, x, from * lda, d, to, parameters ? gradient : null);
            return;
        }
        if (parameters) {
            GradientGemm.add(n, up(in, ROWS), stride, x, from * lda, lda, d, 0, stride, gradient);
        }
        if (to != null) {
            Gemm.multiply(up(n, ROWS), lda, out, d, stride, weights.transposed, zeros, 0, null, to, lda);
        }
    }

    /** Writes the gradient of the weight to {@code to}, {@code [in, out]} with row stride {@link #stride}. */
    void gradient(float[] to) {
        if (rounded != null) {
            System.arraycopy(gradient, 0, to, 0, in * stride);
        } else {
            Gemm.unpack(gradient, up(in, ROWS), in, out, to, 0, stride);
        }
    }

    private Bf16Gemm rounded() {
        if (rounded == null) {
            rounded = new Bf16Gemm(in, out, VectorEnsemblePass.BFLOAT16_BLOCK);
        }
        return rounded;
    }
}
