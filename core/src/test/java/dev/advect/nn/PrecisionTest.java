package dev.advect.nn;

import dev.advect.nn.vector.Bf16Layers;
import dev.advect.nn.vector.Vectors;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PrecisionTest {

    @Test
    void bfloat16Missing_saysWhatIs() {
        assertThat(Precision.bfloat16Missing(true, true)).isEmpty();
        assertThat(Precision.bfloat16Missing(false, true)).contains(
                "networks are left to libtorch, without Java's vector module");
        assertThat(Precision.bfloat16Missing(false, false)).contains(
                "the processor has neither avx512_bf16 nor amx_bf16");
        assertThat(Precision.bfloat16Missing(true, false)).isPresent();
    }

    @Test
    void pass_ofBfloat16_isGivenOrRefusedInOneLine() {
        Mlp mlp = new Mlp("net", List.of(2, 8, 8, 1), 1, new Rng(0, 0));
        assertThatCode(Precision.FLOAT32::require).doesNotThrowAnyException();
        if (Precision.bfloat16Missing().isEmpty()) {
            assertThat(mlp.pass(Precision.BFLOAT16, 0, 2, 1, 4)).isInstanceOfSatisfying(VectorPass.class,
                    pass -> assertThat(pass.layers()).hasAtLeastOneElementOfType(Bf16Layers.class));
        } else {
            assertThatThrownBy(() -> mlp.pass(Precision.BFLOAT16, 0, 2, 1, 4))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("products: bfloat16 is not possible here, ")
                    .hasMessageEndingWith("; use --set products=float32");
        }
    }

    @Test
    void pass_fewerThanTwoHiddenLayers_haveNoProductsForIt() {
        if (Precision.bfloat16Missing().isEmpty()) {
            Mlp mlp = new Mlp("net", List.of(2, 8, 1), 1, new Rng(0, 0));
            assertThat(mlp.pass(Precision.BFLOAT16, 0, 2, 1, 4)).isInstanceOfSatisfying(VectorPass.class,
                    pass -> assertThat(pass.layers()).doesNotHaveAnyElementsOfTypes(Bf16Layers.class));
        }
        if (Vectors.present()) {
            Mlp mlp = new Mlp("net", List.of(2, 8, 8, 1), 1, new Rng(0, 0));
            assertThat(mlp.pass(Precision.FLOAT32, 0, 2, 1, 4)).isInstanceOfSatisfying(VectorPass.class,
                    pass -> assertThat(pass.layers()).doesNotHaveAnyElementsOfTypes(Bf16Layers.class));
        }
    }
}
