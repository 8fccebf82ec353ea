package dev.advect.nn;

import dev.advect.config.InvalidValueException;
import dev.advect.nn.torch.NativeSettings;
import dev.advect.nn.vector.Vectors;

import java.util.Optional;

/** The precision of a network's matrix products. */
public enum Precision {
    /** float32 everywhere. */
    FLOAT32,
    /**
     * bfloat16 between hidden layers, and float32 elsewhere; see {@link Mlp#pass(Precision, int, int, int, int)} and
     * {@link MlpEnsemble#pass}.
     */
    BFLOAT16;

    /** The reason why bfloat16 products are unavailable in this process; empty if they are available. */
    public static Optional<String> bfloat16Missing() {
        return bfloat16Missing(Vectors.present(),
                NativeSettings.processorHas("avx512_bf16") || NativeSettings.processorHas("amx_bf16"));
    }

    static Optional<String> bfloat16Missing(boolean vectors, boolean processor) {
        if (!processor) {
            return Optional.of("the processor has neither avx512_bf16 nor amx_bf16");
        }
        return vectors ? Optional.empty() : Optional.of("networks are left to libtorch, without Java's vector module");
    }

    /**
     * Checks that this precision is available.
     *
     * @throws IllegalArgumentException if it is not; the message says why and what to do
     */
    public void require() {
        if (this == BFLOAT16) {
            bfloat16Missing().ifPresent(why -> {
                throw new InvalidValueException(
                        "products: bfloat16 is not possible here, " + why + "; use --set products=float32");
            });
        }
    }
}
