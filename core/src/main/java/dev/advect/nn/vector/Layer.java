package dev.advect.nn.vector;

/**
 * One layer of a network as one thread computes it, over blocks of rows: the parameters in the form in which the kernels read
 * them, what {@link #backward} needs of the last {@link #forward}, and the gradient.
 *
 * <p>A layer is connected to the one before and the one after by {@link Signal}s. A pass through a network is its layers'
 * {@code forward}, in order, then their {@code backward}, in reverse; the kind of products, float32 or bfloat16, is the
 * layers' own affair.
 */
public interface Layer {
    /**
     * The numbers between two layers, for a block of rows.
     *
     * @param value what the layer before computes, before activation; the layer after may replace it by the activation's
     *     derivative, {@code [rows, stride]}
     * @param gradient of the loss with respect to it, {@code [rows, stride]}
     * @param stride floats from one row to the next, a multiple of {@link Gemm#LANES}; what is beyond the width is zero
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Signal(float[] value, float[] gradient, int stride) {}

    /**
     * Reads the layer's parameters, weight {@code [out, in]} and bias, and sets the gradient to zero.
     *
     * @param offset of the layer's first parameter
     * @return the offset of the next layer's
     */
    int load(float[] parameters, int offset);

    /** Computes the output of the block's first rows. */
    void forward(int rows);

    /**
     * Adds the gradient of the parameters, and computes that of the input if the layer has one before it.
     *
     * @param rows at most those of the last {@link #forward}; the gradient with respect to the output must be zero in the rows
     *     from there to the next multiple of {@link Gemm#ROWS}
     */
    void backward(int rows);

    /** Writes the gradient since {@link #load} to the places from which the parameters were read; returns the next offset. */
    int store(float[] gradient, int offset);
}
