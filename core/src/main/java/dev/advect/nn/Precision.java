package dev.advect.nn;

/** What a network's products of matrices are computed in. */
public enum Precision {
    FLOAT32,
    /** Between hidden layers; see {@link Mlp#pass}. */
    BFLOAT16;

    /** Whether this processor has instructions for products of bfloat16, and this Java its vector module. */
    public static boolean bfloat16Present() {
        return Vectors.present() && (NativeSettings.processorHas("avx512_bf16") || NativeSettings.processorHas("amx_bf16"));
    }

    /** @throws IllegalArgumentException where products in this precision cannot be had, saying what can */
    void require() {
        if (this == BFLOAT16 && !bfloat16Present()) {
            throw new IllegalArgumentException("products: bfloat16 needs "
                    + (Vectors.present() ? "a processor with avx512_bf16 or amx_bf16, which this one is not"
                            : "Java's vector module, --add-modules jdk.incubator.vector")
                    + "; --set loop.products=float32 goes without");
        }
    }
}
