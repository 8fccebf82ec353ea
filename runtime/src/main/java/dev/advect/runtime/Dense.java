package dev.advect.runtime;

/** A linear layer's weights as {@link Lanes} orders them. The padding's weights and biases are zero. */
final class Dense {
    private final int inputs;
    private final int outputs;
    private final int stride;
    private final float[] weights;
    private final float[] bias;

    Dense(int inputs, int outputs) {
        this.inputs = inputs;
        this.outputs = outputs;
        stride = Lanes.padded(outputs);
        weights = new float[Math.multiplyExact(inputs, stride)];
        bias = new float[stride];
    }

    int inputs() {
        return inputs;
    }

    /** Length of a row of outputs. */
    int stride() {
        return stride;
    }

    float[] weights() {
        return weights;
    }

    float[] bias() {
        return bias;
    }

    /**
     * Takes weights from a matrix {@code [outputs, columns]}.
     *
     * @param at where the matrix begins
     * @param column the matrix's column of this layer's first input
     * @param factor on every weight
     */
    void setWeights(float[] from, int at, int columns, int column, float factor) {
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                weights[Lanes.index(input, output, inputs, stride)] =
                        factor * from[at + output * columns + column + input];
            }
        }
    }

    /** Takes the biases, {@code [outputs]}, that begin at {@code at}. */
    void setBias(float[] from, int at, float factor) {
        for (int output = 0; output < outputs; output++) {
            bias[output] = factor * from[at + output];
        }
    }

    /**
     * Takes weights and then biases that begin at {@code at}.
     *
     * @return where they end
     */
    int setAll(float[] from, int at, float factor) {
        setWeights(from, at, inputs, 0, factor);
        setBias(from, at + inputs * outputs, factor);
        return at + (inputs + 1) * outputs;
    }
}
