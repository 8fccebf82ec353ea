package dev.advect.nn.vector;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * A network's first layer in float32, by vector instructions: rows come in groups that share the first inputs, and what
 * the weights make of those is computed once a group. Before activation.
 *
 * <p>All widths are rounded up to whole vectors; the surplus weights, and so the surplus gradients, are zero.
 */
public final class InputLayer {
    public final float[] shared;
    public final float[] own;
    public final int sharedStride;
    public final int ownStride;

    private final int sharedWidth;
    private final int ownWidth;
    private final int out;
    private final int stride;
    private final int group;
    /** Transposed, {@code [in, out]}, and packed. */
    private final float[] sharedWeight;
    private final float[] ownWeight;
    private final float[] bias;
    /** {@code [in, out]}, in panels. */
    private final float[] sharedGradient;
    private final float[] ownGradient;
    private final float[] biasGradient;
    /** What the shared inputs give, and its gradient, a row for a group. */
    private final float[] first;
    private final float[] sharedDelta;

    /**
     * @param group rows of a group
     * @param groups groups of a block
     */
    public InputLayer(int sharedWidth, int ownWidth, int out, int group, int groups) {
        this.sharedWidth = sharedWidth;
        this.ownWidth = ownWidth;
        this.out = out;
        this.group = group;
        stride = up(out, LANES);
        sharedStride = up(sharedWidth, LANES);
        ownStride = up(ownWidth, LANES);
        int rows = up(groups * group, ROWS);
        int sharedRows = up(groups, ROWS);
        shared = new float[sharedRows * sharedStride];
        own = new float[rows * ownStride];
        sharedWeight = new float[sharedWidth * stride];
        ownWeight = new float[ownWidth * stride];
        bias = new float[stride];
        sharedGradient = new float[sharedStride * stride];
        ownGradient = new float[ownStride * stride];
        biasGradient = new float[stride];
        first = new float[sharedRows * stride];
        sharedDelta = new float[sharedRows * stride];
    }

    /** Takes the layer's numbers, which begin at {@code at}, and forgets the gradient; returns where they end. */
    public int begin(float[] parameters, int at) {
        int in = sharedWidth + ownWidth;
        Gemm.packTransposed(parameters, at, in, out, sharedWidth, sharedWeight);
        Gemm.packTransposed(parameters, at + sharedWidth, in, out, ownWidth, ownWeight);
        System.arraycopy(parameters, at + in * out, bias, 0, out);
        Arrays.fill(sharedGradient, 0);
        Arrays.fill(ownGradient, 0);
        Arrays.fill(biasGradient, 0);
        return at + (in + 1) * out;
    }

    /** Writes the gradient since {@link #begin} to the same place. */
    public int end(float[] gradient, int at) {
        int in = sharedWidth + ownWidth;
        Gemm.unpackTransposed(sharedGradient, up(sharedWidth, ROWS), sharedWidth, out, gradient, at, in);
        Gemm.unpackTransposed(ownGradient, up(ownWidth, ROWS), ownWidth, out, gradient, at + sharedWidth, in);
        System.arraycopy(biasGradient, 0, gradient, at + in * out, out);
        return at + (in + 1) * out;
    }

    /** @param z {@code [n · group, out]}, rows rounded up to a multiple of {@link Gemm#ROWS} */
    public void forward(int n, float[] z) {
        int rows = up(n * group, ROWS);
        if (ownWidth == 0 && group == 1) {
            Gemm.multiply(rows, stride, sharedWidth, shared, sharedStride, sharedWeight,
                    bias, 0, null, z, stride);
            return;
        }
        Gemm.multiply(up(n, ROWS), stride, sharedWidth, shared, sharedStride, sharedWeight,
                bias, 0, null, first, stride);
        for (int row = 0; row < n * group; row++) {
            System.arraycopy(first, row / group * stride, z, row * stride, stride);
        }
        Gemm.multiply(rows, stride, ownWidth, own, ownStride, ownWeight, z, stride, null, z, stride);
    }

    /** @param d the gradient with respect to {@code z}, zero in the rows beyond the last */
    public void backward(int n, float[] d) {
        int rows = up(n * group, ROWS);
        if (ownWidth == 0 && group == 1) {
            addShared(d, rows);
            return;
        }
        GradientGemm.add(rows, up(ownWidth, ROWS), stride, own, ownStride, d, stride, ownGradient);
        int sharedRows = up(n, ROWS);
        Arrays.fill(sharedDelta, 0, sharedRows * stride, 0);
        for (int g = 0; g < n; g++) {
            Reductions.addRows(d, g * group * stride, group, stride, sharedDelta, g * stride);
        }
        addShared(sharedDelta, sharedRows);
    }

    private void addShared(float[] d, int rows) {
        GradientGemm.add(rows, up(sharedWidth, ROWS), stride, shared, sharedStride, d, stride, sharedGradient);
        Reductions.addRows(d, 0, rows, stride, biasGradient, 0);
    }
}
