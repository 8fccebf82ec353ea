package dev.advect.flow;

import dev.advect.config.InvalidValueException;
import dev.advect.nn.torch.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The embedding of flow time that the network receives: [cos(2⁰t), …, cos(2^(n/2−1)·t), sin(2⁰t), …], as in FPO's
 * public reference implementation.
 *
 * @param size the number of components n, even
 */
public record TimeEmbedding(int size) {
    public TimeEmbedding {
        if (size < 2 || size > 60 || size % 2 != 0) {
            throw new InvalidValueException("timeEmbedding: " + size + " is not possible, it must be even and in 2 … 60");
        }
    }

    /** The frequencies 2⁰ … 2^(n/2−1), {@code [size / 2]}. The caller closes the tensor. */
    public Tensor frequencies() {
        float[] frequencies = new float[size / 2];
        for (int k = 0; k < frequencies.length; k++) {
            frequencies[k] = 1 << k;
        }
        return Torch.keep(() -> torch.tensor(frequencies));
    }

    /** Writes the embedding of {@code t} to {@code out[offset … offset + size)}. */
    public void write(double t, float[] out, int offset) {
        int half = size / 2;
        for (int k = 0; k < half; k++) {
            double angle = t * (1 << k);
            out[offset + k] = (float) Math.cos(angle);
            out[offset + half + k] = (float) Math.sin(angle);
        }
    }
}
