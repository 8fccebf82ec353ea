package dev.advect.runtime;

/**
 * How numbers lie in rows and weights in layers: outputs along the lanes of a vector, so that the same weights serve
 * one row and many.
 *
 * <p>A layer's weights are stored in panels of two vectors, {@code [inputs, 2·lanes]}, and one of a single vector at
 * the end where their number is odd. A panel is read from begin to end.
 */
final class Lanes {
    /** Whether Java was started with its module for vectors. */
    static final boolean MODULE = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    /** Whether vector instructions can be had. */
    static final boolean VECTORS = MODULE && VectorKernel.LANES >= 4;

    /** Numbers in a vector. */
    static final int COUNT = VECTORS ? VectorKernel.LANES : 8;

    /** Numbers in a row of a panel. */
    static final int PANEL = 2 * COUNT;

    private Lanes() {}

    /** The length of a row that holds {@code width} numbers. */
    static int padded(int width) {
        return Math.ceilDiv(width, COUNT) * COUNT;
    }

    /** The widest of some rows, padded. */
    static int widest(Iterable<Integer> widths) {
        int widest = 0;
        for (int width : widths) {
            widest = Math.max(widest, padded(width));
        }
        return widest;
    }

    /**
     * Where among a layer's weights the one from an input to an output lies.
     *
     * @param stride padded outputs
     */
    static int index(int input, int output, int inputs, int stride) {
        int panel = output - output % PANEL;
        int width = Math.min(PANEL, stride - panel);
        return panel * inputs + input * width + output - panel;
    }
}
