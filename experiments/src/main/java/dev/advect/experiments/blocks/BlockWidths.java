package dev.advect.experiments.blocks;

/**
 * The sizes of the networks of a cascade of N blocks, each with two hidden layers of equal width: how wide they have to be for
 * two cascades to have equally many parameters.
 *
 * @param inputs the numbers that a block's network reads: observation, particle and embedded flow time
 * @param outputs the components of a particle
 */
public record BlockWidths(int inputs, int outputs) {
    /** The parameters of a cascade, weights and biases. */
    public long parameters(int blocks, int width) {
        return (long) blocks * ((inputs + 1L) * width + (width + 1L) * width + (width + 1L) * outputs);
    }

    /** The width with which a cascade's parameters come nearest to those of another cascade. */
    public int equalInTotal(int blocks, int otherBlocks, int otherWidth) {
        long wanted = parameters(otherBlocks, otherWidth);
        int width = 1;
        while (parameters(blocks, width + 1) <= wanted) {
            width++;
        }
        return wanted - parameters(blocks, width) <= parameters(blocks, width + 1) - wanted ? width : width + 1;
    }
}
