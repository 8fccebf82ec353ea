package dev.advect.onpolicy;

/** How many rows go through a network together. */
final class CacheBlock {
    /** Of the second-level cache, what the rows' numbers may take beside the weights. */
    private static final int BYTES = 768 << 10;

    private CacheBlock() {}

    /**
     * @param widths sum of the widths of the network's layers
     * @return rows whose activations, derivatives and gradients fit
     */
    static int rows(int widths) {
        return Math.max(32, BYTES / (2 * Float.BYTES * widths));
    }
}
