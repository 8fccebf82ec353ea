package dev.advect.runtime;

import org.jspecify.annotations.Nullable;

/** The weights of a linear layer in the order of {@link Lanes}. Weights and biases of the padding are zero. */
final class Dense {
    /**
     * The number of weights, 32 KiB, beyond which they do not fit the first-level cache, so that memory bandwidth
     * dominates.
     */
    static final int LARGE = 1 << 13;

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

    /** The length of a row of outputs. */
    int stride() {
        return stride;
    }

    float[] weights() {
        return weights;
    }

    /**
     * The weights in half of the memory, {@code [stride / (4·lanes), inputs / 2, 4·lanes]}: the upper half of a word is
     * the weight from an input 0, 2, 4 …, and the lower half that from the next one. It is null if this would lose
     * precision or gain nothing.
     */
    int @Nullable [] packed() {
        return packed;
    }

    float[] bias() {
        return bias;
    }

    /**
     * Sets the weights from a matrix {@code [outputs, columns]}.
     *
     * @param offset the start of the matrix in {@code from}
     * @param column the matrix's column for this layer's first input
     * @param factor the factor on every weight
     */
    void setWeights(float[] from, int offset, int columns, int column, float factor) {
        for (int output = 0; output < outputs; output++) {
            for (int input = 0; input < inputs; input++) {
                weights[Lanes.index(input, output, inputs, stride)] =
                        factor * from[offset + output * columns + column + input];
            }
        }
        packed = pack();
    }

    private int @Nullable [] pack() {
        int block = 2 * Lanes.PANEL;
        if (weights.length < LARGE || stride % block != 0 || inputs % 2 != 0 || !Bfloat16.holds(weights, 0, weights.length)) {
            return null;
        }
        int[] words = new int[weights.length / 2];
        int offset = 0;
        for (int column = 0; column < stride; column += block) {
            for (int input = 0; input < inputs; input += 2) {
                for (int output = column; output < column + block; output++) {
                    float even = weights[Lanes.index(input, output, inputs, stride)];
                    float odd = weights[Lanes.index(input + 1, output, inputs, stride)];
                    words[offset++] = Float.floatToRawIntBits(even) | Float.floatToRawIntBits(odd) >>> 16;
                }
            }
        }
        return words;
    }

    /** Sets the biases {@code [outputs]}, which start at {@code offset}. */
    void setBias(float[] from, int offset, float factor) {
        for (int output = 0; output < outputs; output++) {
            bias[output] = factor * from[offset + output];
        }
    }

    /**
     * Sets weights and then biases, which start at {@code offset}.
     *
     * @return the offset after them
     */
    int setAll(float[] from, int offset, float factor) {
        setWeights(from, offset, inputs, 0, factor);
        setBias(from, offset + inputs * outputs, factor);
        return offset + (inputs + 1) * outputs;
    }
}
