package dev.advect.nn;

import dev.advect.nn.vector.DenseLayer;
import dev.advect.nn.vector.InputLayer;
import dev.advect.nn.vector.Silu;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * {@link MlpPass} by the processor's vector instructions, in float32: blocks of rows go through all layers while they are
 * in its cache, bias, activation and derivative are computed where the numbers are, and nothing is allocated.
 */
final class VectorPass implements MlpPass {
    private final Mlp mlp;
    private final int worker;
    private final int group;
    /** Outputs of a layer, rounded up. */
    private final int[] stride;
    private final InputLayer input;
    /** From the second on. */
    private final DenseLayer[] layers;

    private final float[][] hidden;
    private final float[][] derivative;
    private final float[] output;
    private final float[] outputGradient;
    private final Memory memory;
    /** Gradients with respect to a layer's output before activation, of odd layers and of even ones. */
    private final float[][] deltas;
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
        List<Integer> widths = mlp.widths();
        int rows = up(groups * group, ROWS);
        int last = widths.size() - 2;
        stride = new int[last + 1];
        layers = new DenseLayer[last];
        hidden = new float[last][];
        derivative = new float[last][];
        int widest = 0;
        for (int l = 0; l <= last; l++) {
            stride[l] = up(widths.get(l + 1), LANES);
            widest = Math.max(widest, stride[l]);
            if (l < last) {
                hidden[l] = new float[rows * stride[l]];
                derivative[l] = new float[rows * stride[l]];
                layers[l] = new DenseLayer(widths.get(l + 1), widths.get(l + 2));
            }
        }
        input = new InputLayer(sharedWidth, widths.getFirst() - sharedWidth, widths.get(1), group, groups);
        output = new float[rows * stride[last]];
        outputGradient = new float[rows * stride[last]];
        memory = new Memory(groups, input.shared, input.sharedStride, input.own, input.ownStride, output, outputGradient,
                stride[last]);
        deltas = new float[2][rows * widest];
        flat = new float[(int) mlp.parameters().size()];
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public void begin() {
        mlp.parameters().values().read(0, flat, 0, flat.length);
        int at = input.begin(flat, 0);
        for (DenseLayer layer : layers) {
            at = layer.begin(flat, at);
        }
    }

    @Override
    public void forward(int n) {
        int rows = up(n * group, ROWS);
        input.forward(n, layers.length > 0 ? derivative[0] : output);
        for (int l = 0; l < layers.length; l++) {
            Silu.apply(derivative[l], hidden[l], rows * stride[l]);
            layers[l].forward(rows, hidden[l], l + 1 < layers.length ? derivative[l + 1] : output);
        }
    }

    @Override
    public void backward(int n) {
        int used = n * group;
        int rows = up(used, ROWS);
        // rows beyond the block's last are computed with it, and must add nothing
        Arrays.fill(outputGradient, used * outputStride(), rows * outputStride(), 0);
        float[] d = outputGradient;
        for (int l = layers.length - 1; l >= 0; l--) {
            float[] next = deltas[l % 2];
            layers[l].backward(rows, d, hidden[l], derivative[l], next);
            d = next;
        }
        input.backward(n, d);
    }

    @Override
    public void end() {
        int at = input.end(flat, 0);
        for (DenseLayer layer : layers) {
            at = layer.end(flat, at);
        }
        mlp.parameters().replica(worker).add(flat);
    }
}
