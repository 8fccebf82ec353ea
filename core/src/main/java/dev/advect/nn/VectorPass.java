package dev.advect.nn;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.Products.LANES;
import static dev.advect.nn.Products.ROWS;

/**
 * {@link MlpPass} by the processor's vector instructions: blocks of rows go through all layers while they are in its
 * cache, bias, activation and derivative are computed where the numbers are, and nothing is allocated.
 *
 * <p>All widths are rounded up to whole vectors; the surplus weights, and so the surplus gradients, are zero. A layer's
 * weight is held twice: as it is, {@code [out, in]}, for the way back, and transposed, {@code [in, out]}, for the way
 * forward.
 */
final class VectorPass implements MlpPass {
    private final Mlp mlp;
    private final int worker;
    private final int group;
    private final int groups;
    private final int layers;
    /** Width of the inputs that a group shares, and of a row's own. */
    private final int sharedWidth;
    private final int ownWidth;
    /** Outputs of a layer, and rounded up. */
    private final int[] out;
    private final int[] stride;
    private final int sharedStride;
    private final int ownStride;

    private final float[] sharedWeight;
    private final float[] ownWeight;
    private final float[] sharedGradient;
    private final float[] ownGradient;
    /** From the second layer on. */
    private final float[][] weight;
    private final float[][] transposed;
    private final float[][] gradient;
    private final float[][] bias;
    private final float[][] biasGradient;

    private final float[] shared;
    private final float[] own;
    private final float[] first;
    private final float[][] hidden;
    private final float[][] derivative;
    private final float[] output;
    private final float[] outputGradient;
    /** Gradients with respect to a layer's output before activation, of odd layers and of even ones. */
    private final float[][] deltas;
    private final float[] sharedDelta;
    private final float[] zeros;
    private final float[] flat;

    /**
     * @param sharedWidth inputs that a group's rows share, the network's first
     * @param group rows of a group
     * @param groups groups of a block
     */
    VectorPass(Mlp mlp, int worker, int sharedWidth, int group, int groups) {
        this.mlp = mlp;
        this.worker = worker;
        this.group = group;
        this.groups = groups;
        this.sharedWidth = sharedWidth;
        List<Integer> widths = mlp.widths();
        layers = widths.size() - 1;
        ownWidth = widths.getFirst() - sharedWidth;
        sharedStride = up(sharedWidth, LANES);
        ownStride = up(ownWidth, LANES);
        out = new int[layers];
        stride = new int[layers];
        int widest = 0;
        for (int l = 0; l < layers; l++) {
            out[l] = widths.get(l + 1);
            stride[l] = up(out[l], LANES);
            widest = Math.max(widest, stride[l]);
        }
        int rows = up(groups * group, ROWS);
        int sharedRows = up(groups, ROWS);
        sharedWeight = new float[sharedWidth * stride[0]];
        ownWeight = new float[ownWidth * stride[0]];
        sharedGradient = new float[sharedStride * stride[0]];
        ownGradient = new float[ownStride * stride[0]];
        weight = new float[layers][];
        transposed = new float[layers][];
        gradient = new float[layers][];
        bias = new float[layers][];
        biasGradient = new float[layers][];
        hidden = new float[layers - 1][];
        derivative = new float[layers - 1][];
        for (int l = 0; l < layers; l++) {
            bias[l] = new float[stride[l]];
            biasGradient[l] = new float[stride[l]];
            if (l > 0) {
                weight[l] = new float[out[l] * stride[l - 1]];
                transposed[l] = new float[out[l - 1] * stride[l]];
                gradient[l] = new float[stride[l] * stride[l - 1]];
            }
            if (l < layers - 1) {
                hidden[l] = new float[rows * stride[l]];
                derivative[l] = new float[rows * stride[l]];
            }
        }
        shared = new float[sharedRows * sharedStride];
        own = new float[rows * ownStride];
        first = new float[sharedRows * stride[0]];
        output = new float[rows * stride[layers - 1]];
        outputGradient = new float[rows * stride[layers - 1]];
        deltas = new float[2][rows * widest];
        sharedDelta = new float[sharedRows * stride[0]];
        zeros = new float[widest];
        flat = new float[(int) mlp.parameters().size()];
    }

    private static int up(int n, int multiple) {
        return (n + multiple - 1) / multiple * multiple;
    }

    @Override
    public int groups() {
        return groups;
    }

    @Override
    public float[] shared() {
        return shared;
    }

    @Override
    public int sharedStride() {
        return sharedStride;
    }

    @Override
    public float[] own() {
        return own;
    }

    @Override
    public int ownStride() {
        return ownStride;
    }

    @Override
    public float[] output() {
        return output;
    }

    @Override
    public float[] outputGradient() {
        return outputGradient;
    }

    @Override
    public int outputStride() {
        return stride[layers - 1];
    }

    @Override
    public void begin() {
        mlp.parameters().values().read(0, flat, 0, flat.length);
        int at = 0;
        for (int l = 0; l < layers; l++) {
            if (l == 0) {
                int in = sharedWidth + ownWidth;
                transpose(flat, 0, in, out[0], sharedWidth, sharedWeight, 0, stride[0]);
                transpose(flat, sharedWidth, in, out[0], ownWidth, ownWeight, 0, stride[0]);
                at += in * out[0];
            } else {
                int in = out[l - 1];
                for (int o = 0; o < out[l]; o++) {
                    System.arraycopy(flat, at + o * in, weight[l], o * stride[l - 1], in);
                }
                transpose(flat, at, in, out[l], in, transposed[l], 0, stride[l]);
                at += in * out[l];
                Arrays.fill(gradient[l], 0);
            }
            System.arraycopy(flat, at, bias[l], 0, out[l]);
            at += out[l];
            Arrays.fill(biasGradient[l], 0);
        }
        Arrays.fill(sharedGradient, 0);
        Arrays.fill(ownGradient, 0);
    }

    /** Writes the first {@code columns} columns of {@code from [rows, lda]} as the rows of {@code to}. */
    private static void transpose(
            float[] from, int at, int lda, int rows, int columns, float[] to, int place, int ldt) {
        // tiles of one cache line each way
        for (int c0 = 0; c0 < columns; c0 += 16) {
            int c1 = Math.min(c0 + 16, columns);
            for (int r = 0; r < rows; r++) {
                for (int c = c0; c < c1; c++) {
                    to[place + c * ldt + r] = from[at + r * lda + c];
                }
            }
        }
    }

    @Override
    public void forward(int n) {
        int rows = up(n * group, ROWS);
        float[] z = layers > 1 ? derivative[0] : output;
        if (ownWidth == 0 && group == 1) {
            Products.multiply(rows, stride[0], sharedWidth, shared, sharedStride, sharedWeight, stride[0],
                    bias[0], 0, null, z, stride[0]);
        } else {
            Products.multiply(up(n, ROWS), stride[0], sharedWidth, shared, sharedStride, sharedWeight, stride[0],
                    bias[0], 0, null, first, stride[0]);
            for (int row = 0; row < n * group; row++) {
                System.arraycopy(first, row / group * stride[0], z, row * stride[0], stride[0]);
            }
            Products.multiply(rows, stride[0], ownWidth, own, ownStride, ownWeight, stride[0],
                    z, stride[0], null, z, stride[0]);
        }
        for (int l = 1; l < layers; l++) {
            Silu.apply(derivative[l - 1], hidden[l - 1], rows * stride[l - 1]);
            z = l < layers - 1 ? derivative[l] : output;
            Products.multiply(rows, stride[l], out[l - 1], hidden[l - 1], stride[l - 1], transposed[l], stride[l],
                    bias[l], 0, null, z, stride[l]);
        }
    }

    @Override
    public void backward(int n) {
        int used = n * group;
        int rows = up(used, ROWS);
        int last = layers - 1;
        // rows beyond the block's last are computed with it, and must add nothing
        Arrays.fill(outputGradient, used * stride[last], rows * stride[last], 0);
        float[] d = outputGradient;
        for (int l = last; l > 0; l--) {
            OuterProducts.add(rows, up(out[l], ROWS), stride[l - 1], d, stride[l], hidden[l - 1], stride[l - 1],
                    gradient[l], stride[l - 1]);
            Sums.addRows(d, 0, rows, stride[l], biasGradient[l], 0);
            float[] next = deltas[l % 2];
            Products.multiply(rows, stride[l - 1], out[l], d, stride[l], weight[l], stride[l - 1],
                    zeros, 0, derivative[l - 1], next, stride[l - 1]);
            d = next;
        }
        if (ownWidth == 0 && group == 1) {
            firstGradient(d, rows);
        } else {
            OuterProducts.add(rows, up(ownWidth, ROWS), stride[0], own, ownStride, d, stride[0], ownGradient, stride[0]);
            int sharedRows = up(n, ROWS);
            Arrays.fill(sharedDelta, 0, sharedRows * stride[0], 0);
            for (int g = 0; g < n; g++) {
                Sums.addRows(d, g * group * stride[0], group, stride[0], sharedDelta, g * stride[0]);
            }
            firstGradient(sharedDelta, sharedRows);
        }
    }

    private void firstGradient(float[] d, int rows) {
        OuterProducts.add(
                rows, up(sharedWidth, ROWS), stride[0], shared, sharedStride, d, stride[0], sharedGradient, stride[0]);
        Sums.addRows(d, 0, rows, stride[0], biasGradient[0], 0);
    }

    @Override
    public void end() {
        int at = 0;
        for (int l = 0; l < layers; l++) {
            if (l == 0) {
                int in = sharedWidth + ownWidth;
                transpose(sharedGradient, 0, stride[0], sharedWidth, out[0], flat, 0, in);
                transpose(ownGradient, 0, stride[0], ownWidth, out[0], flat, sharedWidth, in);
                at += in * out[0];
            } else {
                int in = out[l - 1];
                for (int o = 0; o < out[l]; o++) {
                    System.arraycopy(gradient[l], o * stride[l - 1], flat, at, in);
                    at += in;
                }
            }
            System.arraycopy(biasGradient[l], 0, flat, at, out[l]);
            at += out[l];
        }
        HostTensor sum = mlp.parameters().replica(worker).gradient();
        float[] before = sum.toArray();
        for (int i = 0; i < flat.length; i++) {
            flat[i] += before[i];
        }
        sum.write(0, flat, 0, flat.length);
    }
}
