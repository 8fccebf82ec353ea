package dev.advect.onpolicy;

/** One worker's part in computing statistics and gradients of a policy over collected unrolls. */
public interface PolicyPass {

    /** Takes the policy as it is now: to be called after every step of the optimiser. */
    void begin();

    /** Writes the statistics of the unrolls [at, at + n) under the policy as it is now: later they are the old ones. */
    void statistics(int at, int n);

    /**
     * Adds the gradient of the loss of some unrolls.
     *
     * @param advantages normalised, {@code [unrolls, T]} from {@code place} on
     * @param scale factor on the loss
     * @param part takes note of ratios and losses
     */
    void gradient(int[] unrolls, float[] advantages, int place, double scale, UpdateMetrics.Part part);

    /** Adds the gradient since {@link #begin} to the worker's replica. */
    void end();
}
