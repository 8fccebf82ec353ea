package dev.advect.nn;

/**
 * One thread's forward and backward passes through a member of an {@link MlpEnsemble} with one output. Select a member by
 * {@link #begin}, add rows by {@link #forward}, as often as needed, and read {@link #output()}; for a gradient fill
 * {@link #outputGradient()} and call {@link #backward} or {@link #backwardToInputs}, which cover all rows since
 * {@link #begin}.
 *
 * <p>The output of a row does not depend on the rows beside it, bit for bit. No state is kept from one member to the next, so
 * any thread may use any pass.
 */
public interface EnsemblePass {
    /** Selects the ensemble member to evaluate, whose weights must not change until all is read, and drops all rows. */
    void begin(EnsembleWeights weights, int member);

    /**
     * Computes the outputs of more rows.
     *
     * @param x {@code [n, in]}
     * @return the index of the first of these rows
     */
    int forward(float[] x, int n);

    /**
     * Drops all rows but some, which take the places 0 … n-1. Their outputs need not be computed again for a gradient.
     *
     * @param rows the rows to keep, in ascending order; the array may be longer
     */
    void keep(int[] rows, int n);

    /** The outputs so far, {@code [rows]}; the array may be longer. */
    float[] output();

    /** The loss's gradient with respect to {@link #output()}, to be filled by the caller; it is not cleared. */
    float[] outputGradient();

    /**
     * Writes the gradient of the member's weights to its part of {@link Parameters#gradient()}, replacing what was there. For
     * {@link MlpEnsemble#weights()} only.
     */
    void backward();

    /**
     * Adds the gradient with respect to the last inputs, as many as {@link MlpEnsemble} differentiates. For
     * {@link MlpEnsemble#weights()} only.
     *
     * @param to {@code [rows, differentiated]}
     */
    void backwardToInputs(float[] to);
}
