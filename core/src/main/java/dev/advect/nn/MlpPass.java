package dev.advect.nn;

/**
 * One worker's forward and backward passes through a network, over blocks of rows in arrays of its own. Fill
 * {@link #shared()} and {@link #own()}, call {@link #forward}, read {@link #output()}; for the gradient fill
 * {@link #outputGradient()} and call {@link #backward}.
 *
 * <p>Rows come in groups that share the first inputs, as N_mc noised actions share an observation: the first layer's product
 * with the shared inputs is computed once per group.
 */
public interface MlpPass {
    /** Rows of a block: enough to amortise loading the weights into the cache, few enough for the block to stay there. */
    int BLOCK = 120;

    /** Rows of a block where products are of bfloat16: a call of libtorch pays off for more rows. */
    int BFLOAT16_BLOCK = 480;

    /**
     * The arrays of a block, in rows as long as the strides say; what is beyond the width stays zero.
     *
     * @param groups maximum number of groups of a block
     * @param shared inputs that a group shares, {@code [groups, sharedStride]}
     * @param own inputs of each row alone, {@code [groups · group, ownStride]}
     * @param output the network's output of the last {@link #forward}, {@code [groups · group, outputStride]}
     * @param outputGradient the loss's gradient with respect to the output, {@code [groups · group, outputStride]}
     */
    record Memory(int groups, float[] shared, int sharedStride, float[] own, int ownStride, float[] output,
            float[] outputGradient, int outputStride) {}

    Memory memory();

    default int groups() {
        return memory().groups;
    }

    default float[] shared() {
        return memory().shared;
    }

    default int sharedStride() {
        return memory().sharedStride;
    }

    default float[] own() {
        return memory().own;
    }

    default int ownStride() {
        return memory().ownStride;
    }

    default float[] output() {
        return memory().output;
    }

    default float[] outputGradient() {
        return memory().outputGradient;
    }

    default int outputStride() {
        return memory().outputStride;
    }

    /** Reads the current parameters and sets the gradient to zero; to be called after every step of the optimiser. */
    void begin();

    /** Computes the outputs of the block's first groups. */
    void forward(int groups);

    /** Adds the gradient of the first groups of the last {@link #forward}, which had at least as many. */
    void backward(int groups);

    /** Adds the gradient since {@link #begin} to the worker's replica of the parameters. */
    void end();
}
