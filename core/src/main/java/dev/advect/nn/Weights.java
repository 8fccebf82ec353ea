package dev.advect.nn;

import org.bytedeco.pytorch.Tensor;

/** The tensors that a network computes with. */
@FunctionalInterface
public interface Weights {
    /** The tensor of a slot, by its index in {@link Parameters#slots()}. */
    Tensor get(int slot);
}
