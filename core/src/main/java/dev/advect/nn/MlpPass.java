package dev.advect.nn;

/**
 * One worker's passes through a network, forward and backward, over blocks of rows that it holds in arrays of its own:
 * fill {@link #shared()} and {@link #own()}, call {@link #forward}, read {@link #output()}; for the gradient fill
 * {@link #outputGradient()} and call {@link #backward}.
 *
 * <p>Rows come in groups that share the first inputs, as N_mc noised actions share an observation: what the first layer
 * makes of the shared ones is computed once a group.
 */
public interface MlpPass {
    /** Rows of a block at which the weights' way into the cache no longer counts, and the block still stays there. */
    int BLOCK = 120;

    /** The same where products are of bfloat16: a call of libtorch is worth it for more rows. */
    int BFLOAT16_BLOCK = 480;

    /**
     * The arrays of a block, in rows as long as the strides say; what is beyond a number's width stays zero.
     *
     * @param groups that a block holds at most
     * @param shared inputs that a group shares, {@code [groups, sharedStride]}
     * @param own inputs that a row has for itself, {@code [groups · group, ownStride]}
     * @param output the network's, of the last {@link #forward}, {@code [groups · group, outputStride]}
     * @param outputGradient the loss's gradient with respect to it, likewise
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

    /** Takes the parameters as they are now and forgets the gradient: to be called after every step of the optimiser. */
    void begin();

    /** Computes the outputs of the block's first groups. */
    void forward(int groups);

    /** Adds the gradient of the first of the groups that {@link #forward} was last called for. */
    void backward(int groups);

    /** Adds the gradient since {@link #begin} to the worker's replica of the parameters. */
    void end();
}
