package dev.advect.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * A tensor of a policy's file, and where its numbers stand in memory.
 *
 * @param numbers an array that holds it, among others
 * @param at where in that array it begins
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FileTensor(String name, int[] shape, float[] numbers, int at) {

    /**
     * Those of a policy, in the order in which they lie in its file.
     *
     * @param shift {@code [observationSize]}; likewise scale
     * @param parameters in the order of {@link PolicySpec#parameters}
     */
    static List<FileTensor> of(PolicySpec spec, float[] shift, float[] scale, float[] parameters) {
        List<FileTensor> tensors = new ArrayList<>();
        tensors.add(new FileTensor("norm.shift", new int[] {spec.observationSize()}, shift, 0));
        tensors.add(new FileTensor("norm.scale", new int[] {spec.observationSize()}, scale, 0));
        int at = 0;
        for (int network = 0; network < spec.networks(); network++) {
            for (int layer = 0; layer + 1 < spec.widths().size(); layer++) {
                int in = spec.widths().get(layer);
                int out = spec.widths().get(layer + 1);
                String name = "networks." + network + "." + layer;
                tensors.add(new FileTensor(name + ".weight", new int[] {out, in}, parameters, at));
                at += out * in;
                tensors.add(new FileTensor(name + ".bias", new int[] {out}, parameters, at));
                at += out;
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

    /** Whether it is one of weights, which may be of 16 bits. */
    boolean isMatrix() {
        return shape.length == 2;
    }
}
