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
    int BLOCK = 240;

    /** The same where products are of bfloat16: a call of libtorch is worth it for more rows. */
    int BFLOAT16_BLOCK = 480;

    /** Groups that a block holds at most. */
    int groups();

    /** Inputs that a group shares, {@code [groups, sharedStride()]}; what is beyond an input's width stays zero. */
    float[] shared();

    int sharedStride();

    /** Inputs that a row has for itself, {@code [groups · group, ownStride()]}; what is beyond the width stays zero. */
    float[] own();

    int ownStride();

    /** The network's outputs of the last {@link #forward}, {@code [groups · group, outputStride()]}. */
    float[] output();

    /** The loss's gradient with respect to {@link #output()}, of the same layout; beyond the width it stays zero. */
    float[] outputGradient();

    int outputStride();

    /** Takes the parameters as they are now and forgets the gradient: to be called after every step of the optimiser. */
    void begin();

    /** Computes the outputs of the block's first groups. */
    void forward(int groups);

    /** Adds the gradient of the first of the groups that {@link #forward} was last called for. */
    void backward(int groups);

    /** Adds the gradient since {@link #begin} to the worker's replica of the parameters. */
    void end();
}
