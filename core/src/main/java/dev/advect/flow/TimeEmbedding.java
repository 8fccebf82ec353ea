package dev.advect.flow;

import dev.advect.config.InvalidValueException;
import dev.advect.nn.torch.Torch;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Flow time as a network sees it: [cos(2⁰t), …, cos(2^(n/2−1)·t), sin(2⁰t), …], the embedding of FPO's public
 * reference.
 *
 * @param size components, even
 */
public record TimeEmbedding(int size) {
    public TimeEmbedding {
        if (size < 2 || size > 60 || size % 2 != 0) {
            throw new InvalidValueException("timeEmbedding: " + size + " is not possible, it must be even and in 2 … 60");
        }
    }

    /** 2⁰ … 2^(n/2−1), {@code [size / 2]}; the caller's to close. */
    public Tensor frequencies() {
        float[] frequencies = new float[size / 2];
        for (int k = 0; k < frequencies.length; k++) {
            frequencies[k] = 1 << k;
        }
        return Torch.keep(() -> torch.tensor(frequencies));
    }

    /** Writes the embedding of t to {@code out[at … at + size)}. */
    public void write(double t, float[] out, int at) {
        int half = size / 2;
        for (int k = 0; k < half; k++) {
            double angle = t * (1 << k);
            out[at + k] = (float) Math.cos(angle);
            out[at + half + k] = (float) Math.sin(angle);
        }
    }
}
