package dev.advect.runtime;

/**
 * The memory layout of rows and weights, with outputs along the lanes of a vector, so that the same weights serve
 * single rows and batches.
 *
 * <p>A layer's weights are stored in panels of two vectors, {@code [inputs, 2·lanes]}, followed by one of a single
 * vector if the number of vectors is odd. A panel is read sequentially.
 */
final class Lanes {
    /** Whether Java was started with the vector module. */
    static final boolean MODULE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    /** Whether vector instructions are available. */
    static final boolean VECTORS = MODULE && VectorKernel.LANES >= 4;

    /** The number of values in a vector. */
    static final int COUNT = VECTORS ? VectorKernel.LANES : 8;

    /** The number of values in a row of a panel. */
    static final int PANEL = 2 * COUNT;

    private Lanes() {}

    /** The padded length of a row of {@code width} values. */
    static int padded(int width) {
        return Math.ceilDiv(width, COUNT) * COUNT;
    }

    /** The largest padded width. */
    static int widest(Iterable<Integer> widths) {
        int widest = 0;
        for (int width : widths) {
            widest = Math.max(widest, padded(width));
        }
        return widest;
    }

    /**
     * The index of the weight from an input to an output.
     *
     * @param stride the padded number of outputs
     */
    static int index(int input, int output, int inputs, int stride) {
        int panel = output - output % PANEL;
        int width = Math.min(PANEL, stride - panel);
        return panel * inputs + input * width + output - panel;
    }
}
