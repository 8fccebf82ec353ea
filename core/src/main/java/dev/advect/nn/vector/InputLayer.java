package dev.advect.nn.vector;

import java.util.Arrays;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * A network's first {@link Layer}, linear and in float32, for rows that come in groups with the same first inputs: the product
 * with those is computed once per group.
 *
 * <p>All widths are rounded up to whole vectors; the surplus weights, and so the surplus gradients, are zero.
 */
public final class InputLayer implements Layer {
    /** The inputs that a group's rows share, {@code [groups, sharedStride]}. */
    public final float[] shared;
    /** The inputs of each row alone, {@code [groups · group, ownStride]}. */
    public final float[] own;
    public final int sharedStride;
    public final int ownStride;

    private final int sharedWidth;
    private final int ownWidth;
    private final int out;
    private final int stride;
    private final int group;
    private final Signal output;
    /** The weights of the shared inputs and of the others, transposed, {@code [in, out]}, and packed. */
    private final float[] sharedWeight;
    private final float[] ownWeight;
    private final float[] bias;
    /** Their gradients, {@code [in, out]}, in panels. */
    private final float[] sharedGradient;
    private final float[] ownGradient;
    private final float[] biasGradient;
    /** The product of the shared inputs with their weights, and its gradient, one row per group. */
    private final float[] first;
    private final float[] sharedDelta;

    /**
     * @param sharedWidth inputs that a group's rows share, the network's first
     * @param ownWidth the other inputs
     * @param out width of the output
     * @param group rows of a group
     * @param groups groups of a block
     */
    public InputLayer(int sharedWidth, int ownWidth, int out, int group, int groups, Signal output) {
        this.output = output;
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

    @Override
    public int load(float[] parameters, int offset) {
        int in = sharedWidth + ownWidth;
        Gemm.packTransposed(parameters, offset, in, out, sharedWidth, sharedWeight);
        Gemm.packTransposed(parameters, offset + sharedWidth, in, out, ownWidth, ownWeight);
        System.arraycopy(parameters, offset + in * out, bias, 0, out);
        Arrays.fill(sharedGradient, 0);
        Arrays.fill(ownGradient, 0);
        Arrays.fill(biasGradient, 0);
        return offset + (in + 1) * out;
    }

    @Override
    public int store(float[] gradient, int offset) {
        int in = sharedWidth + ownWidth;
        Gemm.unpackTransposed(sharedGradient, up(sharedWidth, ROWS), sharedWidth, out, gradient, offset, in);
        Gemm.unpackTransposed(ownGradient, up(ownWidth, ROWS), ownWidth, out, gradient, offset + sharedWidth, in);
        System.arraycopy(biasGradient, 0, gradient, offset + in * out, out);
        return offset + (in + 1) * out;
    }

    @Override
    public void forward(int used) {
        float[] z = output.value();
        int n = used / group;
        int rows = up(used, ROWS);
        if (ownWidth == 0 && group == 1) {
            Gemm.multiply(rows, stride, sharedWidth, shared, sharedStride, sharedWeight,
                    bias, 0, null, z, stride);
            return;
        }
        Gemm.multiply(up(n, ROWS), stride, sharedWidth, shared, sharedStride, sharedWeight,
                bias, 0, null, first, stride);
        for (int row = 0; row < used; row++) {
            System.arraycopy(first, row / group * stride, z, row * stride, stride);
        }
        Gemm.multiply(rows, stride, ownWidth, own, ownStride, ownWeight, z, stride, null, z, stride);
    }

    @Override
    public void backward(int used) {
        float[] d = output.gradient();
        int n = used / group;
        int rows = up(used, ROWS);
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
