package dev.advect.nn;

/**
 * One thread's passes through a member of an {@link MlpEnsemble} that has one output: {@link #begin} with a member, put in
 * rows by {@link #forward}, as often as needed, read {@link #output()}; for a gradient fill {@link #outputGradient()} and
 * call {@link #backward} or {@link #backwardToInputs}, which are of all rows since {@link #begin}.
 *
 * <p>What a row gives does not depend on the rows beside it, to the bit. Has no state from one member to the next: any
 * thread may take any pass.
 */
public interface EnsemblePass {
    /** Takes up a member, whose weights must not change until all is read, and forgets all rows. */
    void begin(EnsembleWeights weights, int member);

    /**
     * Computes the outputs of more rows.
     *
     * @param x {@code [n, in]}
     * @return the number of the first of these rows
     */
    int forward(float[] x, int n);

    /** The outputs so far, {@code [rows]} and what is beyond them. */
    float[] output();

    /** The loss's gradient with respect to {@link #output()}; left to the caller, as it was before. */
    float[] outputGradient();

    /**
     * Writes the gradient of the member's weights to its part of {@link Parameters#gradient()}: what was there is
     * forgotten. Of {@link MlpEnsemble#weights()} only.
     */
    void backward();

    /**
     * Adds the gradient of the last inputs, those that {@link MlpEnsemble} was made with as the differentiated ones. Of
     * {@link MlpEnsemble#weights()} only.
     *
     * @param to {@code [rows, differentiated]}
     */
    void backwardToInputs(float[] to);
}
