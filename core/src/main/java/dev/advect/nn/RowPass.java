package dev.advect.nn;

import dev.advect.nn.vector.DenseGradient;
import dev.advect.nn.vector.Silu;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * One thread's passes through a network of {@link Mlp}, for gradients with regard to its inputs, and to its weights if they
 * are asked for. By vector instructions, over blocks of rows: fill {@link #input()}, call {@link #forward}, read
 * {@link #output()}; fill {@link #outputGradient()}, call {@link #backward}, read {@link #inputGradient()}.
 *
 * <p>Rows of these arrays are as long as the strides say; what is beyond a number's width is zero. Unlike an {@link MlpPass}
 * this is of rows that have nothing in common, and of any weights of the same shape, which threads share.
 */
public final class RowPass {
    private final List<Integer> widths;
    /** Of a layer's inputs, and at last of the outputs, rounded up. */
    private final int[] stride;
    /** Inputs of every layer, {@code [rows, stride]}, and the network's output. */
    private final float[][] hidden;
    /** Of the activations that gave them; of the first and the last there are none. */
    private final float[][] derivative;
    private final float[] outputGradient;
    private final float[] inputGradient;
    /** Gradients with respect to a layer's output before activation, of odd layers and of even ones. */
    private final float[][] deltas;
    /** Of weights and biases; empty until they are first asked for. */
    private DenseGradient[] gradients = {};

    /**
     * @param widths as {@link Mlp#widths}
     * @param most rows of a block
     */
    public RowPass(List<Integer> widths, int most) {
        this.widths = List.copyOf(widths);
        int rows = up(most, ROWS);
        int last = widths.size() - 1;
        stride = new int[last + 1];
        hidden = new float[last + 1][];
        derivative = new float[last + 1][];
        int widest = 0;
        for (int l = 0; l <= last; l++) {
            stride[l] = up(widths.get(l), LANES);
            hidden[l] = new float[rows * stride[l]];
            derivative[l] = new float[l == 0 || l == last ? 0 : rows * stride[l]];
            widest = Math.max(widest, stride[l]);
        }
        outputGradient = new float[rows * stride[last]];
        inputGradient = new float[rows * stride[0]];
        deltas = new float[2][rows * widest];
    }

    private int layers() {
        return stride.length - 1;
    }

    /** {@code [n, inputStride]}. */
    public float[] input() {
        return hidden[0];
    }

    /** Of the last {@link #backward}, {@code [n, inputStride]}. */
    public float[] inputGradient() {
        return inputGradient;
    }

    public int inputStride() {
        return stride[0];
    }

    /** Of the last {@link #forward}, {@code [n, outputStride]}. */
    public float[] output() {
        return hidden[layers()];
    }

    /** Likewise, to be filled before {@link #backward}. */
    public float[] outputGradient() {
        return outputGradient;
    }

    public int outputStride() {
        return stride[layers()];
    }

    /** Computes the outputs of the first {@code n} rows. */
    public void forward(RowWeights weights, int n) {
        int rows = up(n, ROWS);
        for (int l = 0; l < layers(); l++) {
            boolean last = l + 1 == layers();
            float[] z = last ? hidden[l + 1] : derivative[l + 1];
            weights.layers[l].forward(rows, hidden[l], z);
            if (!last) {
                Silu.apply(z, hidden[l + 1], rows * stride[l + 1]);
            }
        }
    }

    /** Forgets the gradient of weights; to be called before the first {@link #backward} that is to add to it. */
    public void begin() {
        if (gradients.length == 0) {
            gradients = new DenseGradient[layers()];
            for (int l = 0; l < gradients.length; l++) {
                gradients[l] = new DenseGradient(widths.get(l), widths.get(l + 1));
            }
        }
        for (DenseGradient gradient : gradients) {
            gradient.clear();
        }
    }

    /**
     * Carries the gradient of the rows of the last {@link #forward} back to the inputs.
     *
     * @param weights those of that forward pass
     * @param learn whether to add the weights' gradient
     */
    public void backward(RowWeights weights, int n, boolean learn) {
        int rows = up(n, ROWS);
        // rows beyond the block's last are computed with it, and must add nothing
        Arrays.fill(outputGradient, n * outputStride(), rows * outputStride(), 0);
        float[] d = outputGradient;
        for (int l = layers() - 1; l >= 0; l--) {
            if (learn) {
                gradients[l].add(rows, d, hidden[l]);
            }
            float[] next = l == 0 ? inputGradient : deltas[l % 2];
            weights.layers[l].backward(rows, d, l == 0 ? null : derivative[l], next);
            d = next;
        }
    }

    /** Adds the weights' gradient since {@link #begin} to a replica of parameters of the same shape. */
    public void end(Parameters.Replica replica) {
        float[] flat = new float[(int) replica.gradient().size()];
        int at = 0;
        for (DenseGradient gradient : gradients) {
            at = gradient.end(flat, at);
        }
        replica.add(flat);
    }
}
