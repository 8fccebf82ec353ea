package dev.advect.onpolicy;

/** One worker's computation of a policy's statistics and gradients over collected unrolls. */
public interface PolicyPass {

    /** Loads the current policy. Call this after every optimiser step. */
    void begin();

    /**
     * Writes the statistics of the unrolls {@code [first, first + n)} under the current policy; they later serve as the
     * old statistics.
     */
    void statistics(int first, int n);

    /**
     * Accumulates the gradient of the loss of some unrolls.
     *
     * @param unrolls the indices of the unrolls
     * @param advantages normalised advantages, {@code [unrolls, T]} from {@code offset} on
     * @param scale the factor on the loss
     * @param part records ratios and losses
     */
    void gradient(int[] unrolls, float[] advantages, int offset, double scale, UpdateMetrics.Part part);

    /** Adds the gradient accumulated since {@link #begin} to the worker's replica. */
    void end();
}
