package dev.advect.nn;

import dev.advect.nn.vector.DenseLayer;
import dev.advect.nn.vector.Layer.Signal;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * One thread's forward and backward passes through a network of the shape of an {@link Mlp}, for gradients with respect to its
 * inputs and, if asked for, its weights. Fill {@link #input()}, call {@link #forward}, read {@link #output()}; fill
 * {@link #outputGradient()}, call {@link #backward}, read {@link #inputGradient()}.
 *
 * <p>Rows of these arrays are as long as the strides say; what is beyond a width is zero. Unlike in an {@link MlpPass}, rows
 * share no inputs, and the weights are shared by threads and may change from call to call.
 */
public final class RowPass {
    private final DenseLayer[] layers;
    private final Signal input;
    private final Signal output;
    private final int parameters;

    /**
     * @param widths as {@link Mlp#widths}
     * @param maxRows rows of a block
     */
    public RowPass(List<Integer> widths, int maxRows) {
        int rows = up(maxRows, ROWS);
        int last = widths.size() - 1;
        int widest = up(widths.stream().mapToInt(Integer::intValue).max().orElseThrow(), LANES);
        float[][] gradients = new float[2][rows * widest];
        Signal[] signals = new Signal[last + 1];
        for (int l = 0; l <= last; l++) {
            int stride = up(widths.get(l), LANES);
            boolean inside = l > 0 && l < last;
            signals[l] = new Signal(new float[rows * stride], inside ? gradients[l % 2] : new float[rows * stride], stride);
        }
        layers = new DenseLayer[last];
        int count = 0;
        for (int l = 0; l < last; l++) {
            layers[l] = new DenseLayer(widths.get(l), widths.get(l + 1), signals[l], signals[l + 1], l > 0);
            count += (widths.get(l) + 1) * widths.get(l + 1);
        }
        parameters = count;
        input = signals[0];
        output = signals[last];
    }

    /** The inputs, {@code [n, inputStride]}. */
    public float[] input() {
        return input.value();
    }

    /** The gradient with respect to the inputs, of the last {@link #backward}, {@code [n, inputStride]}. */
    public float[] inputGradient() {
        return input.gradient();
    }

    /** Floats from one row of the inputs to the next. */
    public int inputStride() {
        return input.stride();
    }

    /** The outputs of the last {@link #forward}, {@code [n, outputStride]}. */
    public float[] output() {
        return output.value();
    }

    /** The gradient with respect to the outputs, to be filled before {@link #backward}, {@code [n, outputStride]}. */
    public float[] outputGradient() {
        return output.gradient();
    }

    /** Floats from one row of the outputs to the next. */
    public int outputStride() {
        return output.stride();
    }

    /** Computes the outputs of the first {@code n} rows. */
    public void forward(RowWeights weights, int n) {
        for (int l = 0; l < layers.length; l++) {
            layers[l].use(weights.layers[l]);
            layers[l].forward(n);
        }
    }

    /** Sets the gradient of the weights to zero; to be called before the first {@link #backward} that is to add to it. */
    public void begin() {
        for (DenseLayer layer : layers) {
            layer.clear();
        }
    }

    /**
     * Computes the gradient with respect to the inputs for the rows and weights of the last {@link #forward}.
     *
     * @param learn whether to add to the gradient of the weights
     */
    public void backward(int n, boolean learn) {
        // rows beyond the block's last are computed with it, and must add nothing
        Arrays.fill(outputGradient(), n * outputStride(), up(n, ROWS) * outputStride(), 0);
        for (int l = layers.length - 1; l >= 0; l--) {
            if (learn) {
                layers[l].backward(n);
            } else {
                layers[l].backwardToInput(n);
            }
        }
    }

    /** The gradient of the weights since {@link #begin}, in the order of {@link Parameters}. */
    public float[] end() {
        float[] gradient = new float[parameters];
        int offset = 0;
        for (DenseLayer layer : layers) {
            offset = layer.store(gradient, offset);
        }
        return gradient;
    }
}
