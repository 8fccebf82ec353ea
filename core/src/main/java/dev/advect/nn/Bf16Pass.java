package dev.advect.nn;

import dev.advect.nn.vector.Bf16Activation;
import dev.advect.nn.vector.Bf16Layer;
import dev.advect.nn.vector.Bf16Matrix;
import dev.advect.nn.vector.Bfloat16;
import dev.advect.nn.vector.DenseLayer;
import dev.advect.nn.vector.InputLayer;
import dev.advect.nn.vector.Reductions;

import java.util.Arrays;
import java.util.List;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/**
 * {@link MlpPass} whose products between hidden layers are of {@link Bfloat16}, by libtorch: on processors that have
 * instructions for them, two products take the time of one of float32.
 *
 * <p>The first and the last layer, all biases, activations and sums are of float32: what is rounded is the products'
 * operands and results. Memory is gone through as often as in {@link VectorPass}, and each number is half as wide.
 */
final class Bf16Pass implements MlpPass {
    private final Mlp mlp;
    private final int worker;
    private final int group;
    /** Of the hidden layers. */
    private final int[] stride;
    private final InputLayer input;
    /** Those between hidden layers, {@code middle[l]} from the hidden layer l to the next. */
    private final Bf16Layer[] middle;
    private final DenseLayer last;

    /** Outputs of the hidden layers but the last. */
    private final Bf16Matrix[] hidden;
    /** Of the hidden layers but the first: products, then derivatives, then gradients. */
    private final Bf16Matrix[] delta;
    /** The gradient with respect to a hidden layer's output, one memory in the shape of each. */
    private final Bf16Matrix[] hiddenGradient;
    private final Bf16Activation[] activation;
    private final float[] firstDerivative;
    private final float[] firstDelta;
    private final float[] lastHidden;
    private final float[] lastDerivative;
    private final float[] lastDelta;
    private final float[] output;
    private final float[] outputGradient;
    private final Memory memory;
    private final float[] flat;

    /** As {@link VectorPass}, of a network with two hidden layers at least. */
    Bf16Pass(Mlp mlp, int worker, int sharedWidth, int group, int groups) {
        this.mlp = mlp;
        this.worker = worker;
        this.group = group;
        List<Integer> widths = mlp.widths();
        int products = widths.size() - 3;
        int rows = up(groups * group, ROWS);
        stride = new int[products + 1];
        activation = new Bf16Activation[products + 1];
        int widest = 0;
        for (int l = 0; l <= products; l++) {
            stride[l] = up(widths.get(l + 1), LANES);
            activation[l] = new Bf16Activation(stride[l]);
            widest = Math.max(widest, stride[l]);
        }
        input = new InputLayer(sharedWidth, widths.getFirst() - sharedWidth, widths.get(1), group, groups);
        middle = new Bf16Layer[products];
        hidden = new Bf16Matrix[products];
        delta = new Bf16Matrix[products];
        hiddenGradient = new Bf16Matrix[products];
        Bf16Matrix scratch = new Bf16Matrix(rows, widest);
        for (int l = 0; l < products; l++) {
            middle[l] = new Bf16Layer(widths.get(l + 1), widths.get(l + 2));
            hidden[l] = new Bf16Matrix(rows, stride[l]);
            delta[l] = new Bf16Matrix(rows, stride[l + 1]);
            hiddenGradient[l] = scratch.as(stride[l]);
        }
        last = new DenseLayer(widths.get(products + 1), widths.getLast());
        int outputStride = up(widths.getLast(), LANES);
        firstDerivative = new float[rows * stride[0]];
        firstDelta = new float[rows * stride[0]];
        lastHidden = new float[rows * stride[products]];
        lastDerivative = new float[rows * stride[products]];
        lastDelta = new float[rows * stride[products]];
        output = new float[rows * outputStride];
        outputGradient = new float[rows * outputStride];
        memory = new Memory(groups, input.shared, input.sharedStride, input.own, input.ownStride, output, outputGradient,
                outputStride);
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
        for (Bf16Layer layer : middle) {
            at = layer.begin(flat, at);
        }
        last.begin(flat, at);
    }

    @Override
    public void forward(int n) {
        int used = n * group;
        int end = middle.length - 1;
        input.forward(n, firstDerivative);
        activation[0].apply(used, firstDerivative, hidden[0].memory());
        for (int l = 0; l <= end; l++) {
            middle[l].forward(used, hidden[l], delta[l]);
            if (l < end) {
                activation[l + 1].apply(used, delta[l].memory(), middle[l].bias, hidden[l + 1].memory());
            } else {
                activation[l + 1].apply(used, delta[l].memory(), middle[l].bias, lastHidden, lastDerivative);
            }
        }
        last.forward(up(used, ROWS), lastHidden, output);
    }

    @Override
    public void backward(int n) {
        int used = n * group;
        int rows = up(used, ROWS);
        int end = middle.length - 1;
        // rows beyond the block's last are computed with it, and must add nothing
        Arrays.fill(outputGradient, used * outputStride(), rows * outputStride(), 0);
        last.backward(rows, outputGradient, lastHidden, lastDerivative, lastDelta);
        Reductions.addRows(lastDelta, 0, used, stride[end + 1], middle[end].biasGradient, 0);
        Bfloat16.write(lastDelta, 0, delta[end].memory(), 0, used * stride[end + 1]);
        for (int l = end; l >= 0; l--) {
            middle[l].backward(used, delta[l], hidden[l], hiddenGradient[l]);
            if (l > 0) {
                activation[l].back(
                        used, hiddenGradient[l].memory(), delta[l - 1].memory(), middle[l - 1].biasGradient);
            }
        }
        Bfloat16.product(hiddenGradient[0].memory(), firstDerivative, firstDelta, used * stride[0]);
        Arrays.fill(firstDelta, used * stride[0], rows * stride[0], 0);
        input.backward(n, firstDelta);
    }

    @Override
    public void end() {
        int at = input.end(flat, 0);
        for (Bf16Layer layer : middle) {
            at = layer.end(flat, at);
        }
        last.end(flat, at);
        mlp.parameters().replica(worker).add(flat);
    }
}
