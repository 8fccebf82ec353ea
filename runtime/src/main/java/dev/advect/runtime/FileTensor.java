package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of a policy file and its location in memory.
 *
 * @param name the tensor's name in the file
 * @param shape the tensor's shape
 * @param numbers an array that contains the tensor
 * @param offset the tensor's start in that array
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FileTensor(String name, int[] shape, float[] numbers, int offset) {

    /**
     * Lists the tensors of a policy in their order in the file.
     *
     * @param shift {@code [observationSize]}
     * @param scale {@code [observationSize]}
     * @param parameters all parameters, in the order of {@link PolicySpec#parameters}
     */
    static List<FileTensor> of(PolicySpec spec, float[] shift, float[] scale, float[] parameters) {
        List<FileTensor> tensors = new ArrayList<>();
        tensors.add(new FileTensor("norm.shift", new int[] {spec.observationSize()}, shift, 0));
        tensors.add(new FileTensor("norm.scale", new int[] {spec.observationSize()}, scale, 0));
        int offset = 0;
        List<List<Integer>> networks = spec.allWidths();
        for (int network = 0; network < networks.size(); network++) {
            List<Integer> widths = networks.get(network);
            for (int layer = 0; layer + 1 < widths.size(); layer++) {
                int in = widths.get(layer);
                int out = widths.get(layer + 1);
                String name = "networks." + network + "." + layer;
                tensors.add(new FileTensor(name + ".weight", new int[] {out, in}, parameters, offset));
                offset += out * in;
                tensors.add(new FileTensor(name + ".bias", new int[] {out}, parameters, offset));
                offset += out;
            }
        }
        return tensors;
    }

    int size() {
        int size = 1;
        for (int length : shape) {
            size *= length;
        }
        return size;
    }

    /** Whether this is a weight matrix, which may be stored in 16 bits. */
    boolean isMatrix() {
        return shape.length == 2;
    }
}
