package dev.advect.runtime;

import org.jspecify.annotations.Nullable;

/** A linear layer's weights as {@link Lanes} orders them. The padding's weights and biases are zero. */
final class Dense {
    /** Weights, of 32 KiB, that a processor's first cache does not hold: there it is their way that takes the time. */
    static final int MANY = 1 << 13;

    private final int inputs;
    private final int outputs;
    private final int stride;
    private final float[] weights;
    private final float[] bias;
    private int @Nullable [] packed;

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

    /**
     * The same weights in half of the memory, {@code [stride / (4·lanes), inputs / 2, 4·lanes]}: the upper half of a word
     * is the weight from an input 0, 2, 4 …, the lower half that from the next one. Null where that would not be the
     * same, or of no use.
     */
    int @Nullable [] packed() {
        return packed;
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
        packed = pack();
    }

    private int @Nullable [] pack() {
        int block = 2 * Lanes.PANEL;
        if (weights.length < MANY || stride % block != 0 || inputs % 2 != 0 || !Bfloat16.holds(weights, 0, weights.length)) {
            return null;
        }
        int[] words = new int[weights.length / 2];
        int at = 0;
        for (int column = 0; column < stride; column += block) {
            for (int input = 0; input < inputs; input += 2) {
                for (int output = column; output < column + block; output++) {
                    float even = weights[Lanes.index(input, output, inputs, stride)];
                    float odd = weights[Lanes.index(input + 1, output, inputs, stride)];
                    words[at++] = Float.floatToRawIntBits(even) | Float.floatToRawIntBits(odd) >>> 16;
                }
            }
        }
        return words;
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
