package dev.advect.nn;

import dev.advect.nn.vector.DenseWeights;

import java.util.List;

/**
 * The weights of a network in the form in which {@link RowPass} reads them. Any number of threads may read them while none
 * loads new ones.
 */
public final class RowWeights {
    final DenseWeights[] layers;
    private final float[] flat;

    /** @param widths the widths of the network, see {@link Mlp#widths} */
    public RowWeights(List<Integer> widths) {
        layers = new DenseWeights[widths.size() - 1];
        int numbers = 0;
        for (int l = 0; l < layers.length; l++) {
            layers[l] = new DenseWeights(widths.get(l), widths.get(l + 1));
            numbers += (widths.get(l) + 1) * widths.get(l + 1);
        }
        flat = new float[numbers];
    }

    /** Reads a network's current parameters. */
    public void load(Parameters parameters) {
        parameters.values().read(0, flat, 0, flat.length);
        int offset = 0;
        for (DenseWeights layer : layers) {
            offset = layer.load(flat, offset);
        }
    }
}
