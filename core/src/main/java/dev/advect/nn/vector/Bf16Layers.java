package dev.advect.nn.vector;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * All layers between a network's hidden ones as one {@link Layer}, whose products are of {@link Bfloat16}, by libtorch: on
 * processors with instructions for them, two such products take the time of one in float32.
 *
 * <p>Biases, activations and sums are of float32: only the products' operands and results are rounded. Numbers stay in
 * bfloat16 from one of these layers to the next, which halves the traffic with memory.
 */
public final class Bf16Layers implements Layer {
    private final Signal input;
    private final Signal output;
    /** {@code layers[l]} leads from the hidden layer l to the next. */
    private final Bf16Layer[] layers;
    private final Bf16Activation[] activation;
    /** Inputs of the layers, after activation. */
    private final Bf16Matrix[] hidden;
    /** Outputs of the layers: products, then the next activation's derivatives, then gradients. */
    private final Bf16Matrix[] delta;
    /** Gradients with respect to {@link #hidden}, all in the same memory. */
    private final Bf16Matrix[] hiddenGradient;

    /**
     * @param widths of the network's hidden layers, two at least
     * @param rows of a block
     */
    public Bf16Layers(List<Integer> widths, int rows, Signal input, Signal output) {
        this.input = input;
        this.output = output;
        int count = widths.size() - 1;
        layers = new Bf16Layer[count];
        activation = new Bf16Activation[count];
        hidden = new Bf16Matrix[count];
        delta = new Bf16Matrix[count];
        hiddenGradient = new Bf16Matrix[count];
        Bf16Matrix scratch = new Bf16Matrix(rows, up(widths.stream().mapToInt(Integer::intValue).max().orElseThrow(), LANES));
        for (int l = 0; l < count; l++) {
            int stride = up(widths.get(l), LANES);
            layers[l] = new Bf16Layer(widths.get(l), widths.get(l + 1));
            activation[l] = new Bf16Activation(stride);
            hidden[l] = new Bf16Matrix(rows, stride);
            delta[l] = new Bf16Matrix(rows, up(widths.get(l + 1), LANES));
            hiddenGradient[l] = scratch.as(stride);
        }
    }

    @Override
    public int load(float[] parameters, int offset) {
        int next = offset;
        for (Bf16Layer layer : layers) {
            next = layer.load(parameters, next);
        }
        return next;
    }

    @Override
    public void forward(int rows) {
        int last = layers.length - 1;
        activation[0].apply(rows, input.value(), hidden[0].memory());
        for (int l = 0; l <= last; l++) {
            layers[l].forward(rows, hidden[l], delta[l]);
            if (l < last) {
                activation[l + 1].apply(rows, delta[l].memory(), layers[l].bias, hidden[l + 1].memory());
            }
        }
        Bfloat16.sum(delta[last].memory(), 0, rows, output.stride(), layers[last].bias, output.value(), 0);
    }

    @Override
    public void backward(int rows) {
        int last = layers.length - 1;
        Reductions.addRows(output.gradient(), 0, rows, output.stride(), layers[last].biasGradient, 0);
        Bfloat16.write(output.gradient(), 0, delta[last].memory(), 0, rows * output.stride());
        for (int l = last; l >= 0; l--) {
            layers[l].backward(rows, delta[l], hidden[l], hiddenGradient[l]);
            if (l > 0) {
                activation[l].back(rows, hiddenGradient[l].memory(), delta[l - 1].memory(), layers[l - 1].biasGradient);
            }
        }
        int end = rows * input.stride();
        Bfloat16.product(hiddenGradient[0].memory(), input.value(), input.gradient(), end);
        Arrays.fill(input.gradient(), end, up(rows, ROWS) * input.stride(), 0);
    }

    @Override
    public int store(float[] gradient, int offset) {
        int next = offset;
        for (Bf16Layer layer : layers) {
            next = layer.store(gradient, next);
        }
        return next;
    }
}
