package dev.advect.nn;

import dev.advect.config.InvalidValueException;
import dev.advect.nn.torch.NativeSettings;
import dev.advect.nn.vector.Vectors;

import java.util.Optional;

/** What a network's products of matrices are computed in. */
public enum Precision {
    FLOAT32,
    /** Between hidden layers; see {@link Mlp#pass(Precision, int, int, int, int)} and {@link MlpEnsemble#pass}. */
    BFLOAT16;

    /** Why products of bfloat16 cannot be had in this process; empty where they can. */
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

    /** @throws IllegalArgumentException where products in this precision cannot be had, saying why and what to do */
    public void require() {
        if (this == BFLOAT16) {
            bfloat16Missing().ifPresent(why -> {
                throw new InvalidValueException(
                        "products: bfloat16 is not possible here, " + why + "; use --set products=float32");
            });
        }
    }
}
