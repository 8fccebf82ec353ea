package dev.advect.nn;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.Products.LANES;
import static dev.advect.nn.Products.ROWS;
import static dev.advect.nn.Products.up;

/**
 * One thread's passes through a network of {@link Mlp}, for gradients with regard to some of its inputs, and to its weights if
 * they are asked for. By vector instructions, over blocks of rows: fill {@link #input()}, call {@link #forward}, read
 * {@link #output()}; fill {@link #outputGradient()}, call {@link #backward}, read {@link #inputGradient()}.
 *
 * <p>Rows of these arrays are as long as the strides say; what is beyond a number's width is zero. Unlike an {@link MlpPass}
 * this is of any parameters, and of rows that have nothing in common.
 */
public final class RowPass {
    private final int from;
    private final int size;
    /** Outputs of a layer, rounded up. */
    private final int[] stride;
    private final InputLayer first;
    /** From the second on. */
    private final DenseLayer[] layers;
    /** The first layer's, {@code [out, size]}, packed. */
    private final float[] inputWeight;
    private final int firstInputs;
    private final int firstOutputs;

    private final float[][] hidden;
    private final float[][] derivative;
    private final float[] output;
    private final float[] outputGradient;
    /** Gradients with respect to a layer's output before activation, of odd layers and of even ones. */
    private final float[][] deltas;
    private final float[] inputGradient;
    private final int inputGradientStride;
    private final float[] zeros;
    private final float[] flat;

    /**
     * @param widths as {@link Mlp#widths}
     * @param from the first input that is differentiated
     * @param size how many are
     * @param most rows of a block
     */
    public RowPass(List<Integer> widths, int from, int size, int most) {
        this.from = from;
        this.size = size;
        firstInputs = widths.get(0);
        firstOutputs = widths.get(1);
        int rows = up(most, ROWS);
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
        first = new InputLayer(firstInputs, 0, firstOutputs, 1, rows);
        inputGradientStride = up(size, LANES);
        inputWeight = new float[firstOutputs * inputGradientStride];
        output = new float[rows * stride[last]];
        outputGradient = new float[rows * stride[last]];
        deltas = new float[2][rows * widest];
        inputGradient = new float[rows * inputGradientStride];
        zeros = new float[inputGradientStride];
        int numbers = 0;
        for (int l = 0; l <= last; l++) {
            numbers += (widths.get(l) + 1) * widths.get(l + 1);
        }
        flat = new float[numbers];
    }

    /** {@code [n, inputStride]}. */
    public float[] input() {
        return first.shared;
    }

    public int inputStride() {
        return first.sharedStride;
    }

    /** Of the last {@link #forward}, {@code [n, outputStride]}. */
    public float[] output() {
        return output;
    }

    /** Likewise, to be filled before {@link #backward}. */
    public float[] outputGradient() {
        return outputGradient;
    }

    public int outputStride() {
        return stride[stride.length - 1];
    }

    /** Of the last {@link #backward}, {@code [n, inputGradientStride]}: of the inputs that are differentiated. */
    public float[] inputGradient() {
        return inputGradient;
    }

    public int inputGradientStride() {
        return inputGradientStride;
    }

    /** Takes a network's parameters as they are now, and forgets the weights' gradient. */
    public void begin(Parameters parameters) {
        parameters.values().read(0, flat, 0, flat.length);
        Products.pack(flat, from, firstInputs, firstOutputs, size, inputWeight);
        int at = first.begin(flat, 0);
        for (DenseLayer layer : layers) {
            at = layer.begin(flat, at);
        }
    }

    /** Computes the outputs of the first {@code n} rows. */
    public void forward(int n) {
        int rows = up(n, ROWS);
        first.forward(n, layers.length > 0 ? derivative[0] : output);
        for (int l = 0; l < layers.length; l++) {
            Silu.apply(derivative[l], hidden[l], rows * stride[l]);
            layers[l].forward(rows, hidden[l], l + 1 < layers.length ? derivative[l + 1] : output);
        }
    }

    /**
     * Carries the gradient of the rows of the last {@link #forward} back to the inputs.
     *
     * @param weights whether to add the weights' gradient too
     */
    public void backward(int n, boolean weights) {
        int rows = up(n, ROWS);
        // rows beyond the block's last are computed with it, and must add nothing
        Arrays.fill(outputGradient, n * outputStride(), rows * outputStride(), 0);
        float[] d = outputGradient;
        for (int l = layers.length - 1; l >= 0; l--) {
            float[] next = deltas[l % 2];
            if (weights) {
                layers[l].backward(rows, d, hidden[l], derivative[l], next);
            } else {
                layers[l].backward(rows, d, derivative[l], next);
            }
            d = next;
        }
        if (weights) {
            first.backward(n, d);
        }
        Products.multiply(rows, inputGradientStride, firstOutputs, d, stride[0], inputWeight, zeros, 0, null,
                inputGradient, inputGradientStride);
    }

    /** Adds the weights' gradient since {@link #begin} to a replica of parameters of the same shape. */
    public void end(Parameters.Replica replica) {
        int at = first.end(flat, 0);
        for (DenseLayer layer : layers) {
            at = layer.end(flat, at);
        }
        replica.add(flat);
    }
}
