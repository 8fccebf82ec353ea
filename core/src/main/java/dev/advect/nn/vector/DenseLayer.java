package dev.advect.nn.vector;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Objects;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;

/** A linear {@link Layer} in float32, with SiLU applied to its input unless that is the network's own. */
public final class DenseLayer implements Layer {
    private final int in;
    private final int out;
    private final Signal input;
    private final Signal output;
    private final boolean activates;
    /** The input after activation, {@code [rows, in]}. */
    private final float[] hidden;
    private @Nullable DenseWeights weights;
    /** Gradient of the weight, {@code [out, in]} in panels; empty until it is first asked for. */
    private float[] weightGradient = {};
    private float[] biasGradient = {};

    /**
     * @param in width of the input
     * @param out width of the output
     * @param activates whether SiLU is applied to the input
     */
    public DenseLayer(int in, int out, Signal input, Signal output, boolean activates) {
        this.in = in;
        this.out = out;
        this.input = input;
        this.output = output;
        this.activates = activates;
        hidden = activates ? new float[input.value().length] : input.value();
    }

    @Override
    public int load(float[] parameters, int offset) {
        if (weights == null) {
            weights = new DenseWeights(in, out);
        }
        clear();
        return weights.load(parameters, offset);
    }

    /** Computes with weights that belong to others from now on, instead of those of {@link #load}. */
    public void use(DenseWeights others) {
        weights = others;
    }

    /** Sets the gradient to zero. */
    public void clear() {
        if (biasGradient.length == 0) {
            weightGradient = new float[up(out, LANES) * up(in, LANES)];
            biasGradient = new float[up(out, LANES)];
        }
        Arrays.fill(weightGradient, 0);
        Arrays.fill(biasGradient, 0);
    }

    private DenseWeights weights() {
        return Objects.requireNonNull(weights);
    }

    @Override
    public void forward(int rows) {
        int n = up(rows, ROWS);
        if (activates) {
            Silu.apply(input.value(), hidden, n * input.stride());
        }
        weights().forward(n, hidden, output.value());
    }

    @Override
    public void backward(int rows) {
        addGradient(rows);
        backwardToInput(rows);
    }

    private void addGradient(int rows) {
        int n = up(rows, ROWS);
        GradientGemm.add(n, up(out, ROWS), input.stride(), output.gradient(), output.stride(), hidden, input.stride(),
                weightGradient);
        Reductions.addRows(output.gradient(), 0, n, output.stride(), biasGradient, 0);
    }

    /** {@link #backward} without the gradient of the parameters. */
    public void backwardToInput(int rows) {
        weights().backward(up(rows, ROWS), output.gradient(), activates ? input.value() : null, input.gradient());
    }

    @Override
    public int store(float[] gradient, int offset) {
        Gemm.unpack(weightGradient, up(out, ROWS), out, in, gradient, offset, in);
        System.arraycopy(biasGradient, 0, gradient, offset + in * out, out);
        return offset + (in + 1) * out;
    }
}
