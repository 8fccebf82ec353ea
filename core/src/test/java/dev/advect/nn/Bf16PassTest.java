package dev.advect.nn;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Products of bfloat16 against those of float32 in {@link TorchPass}. */
class Bf16PassTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "17|1|17 256 256 256 1|90|90", "17|1|17 256 256 256 1|90|7", "5|8|20 32 32 32 6|12|11", "5|3|9 33 70 20 2|5|4",
        "2|1|2 40 24 1|6|5"})
    void pass_agreesWithFloat32_withinItsRounding(int shared, int group, String widths, int groups, int used) {
        List<Integer> sizes = Arrays.stream(widths.split(" ")).map(Integer::valueOf).toList();
        Mlp mlp = network(sizes);
        MlpPass half = new VectorPass(mlp, Precision.BFLOAT16, 0, shared, group, groups);
        MlpPass full = new TorchPass(mlp, 1, shared, group, groups);
        // twice: gradients add up, and what a block leaves behind must not reach the next
        for (int block = 0; block < 2; block++) {
            int n = block == 0 ? groups : used;
            fill(half, mlp, shared, group, n, block);
            fill(full, mlp, shared, group, n, block);
            if (block == 0) {
                half.begin();
                full.begin();
            }
            half.forward(n);
            full.forward(n);
            int out = sizes.getLast();
            double square = 0;
            double error = 0;
            for (int row = 0; row < n * group; row++) {
                for (int j = 0; j < out; j++) {
                    float expected = full.output()[row * out + j];
                    square += expected * expected;
                    error += Math.pow(half.output()[row * half.outputStride() + j] - expected, 2);
                }
            }
            // an operand is rounded by 2^-9 at most
            assertThat(Math.sqrt(error / square)).isBetween(1e-6, 0.01);
            half.backward(n);
            full.backward(n);
        }
        half.end();
        full.end();
        float[] expected = mlp.parameters().replica(1).gradient().toArray();
        float[] actual = mlp.parameters().replica(0).gradient().toArray();
        assertThat(cosine(actual, expected)).isGreaterThan(0.9995);
        assertThat(norm(actual) / norm(expected)).isCloseTo(1, within(0.01));
        int at = 0;
        for (Parameters.Slot slot : mlp.parameters().slots()) {
            int end = at + (int) slot.size();
            assertThat(cosine(Arrays.copyOfRange(actual, at, end), Arrays.copyOfRange(expected, at, end)))
                    .as(slot.name()).isGreaterThan(0.999);
            at = end;
        }
    }

    /**
     * One unit a layer, weights 3, 5, 7 and biases that cancel: z = 0 everywhere, where SiLU is 0 and its derivative ½;
     * all numbers of the way back are exact.
     */
    @Test
    void pass_numbersThatBfloat16Has_areExact() {
        Mlp mlp = new Mlp("net", List.of(1, 1, 1, 1), 1, new Rng(0, 0));
        mlp.parameters().values().write(0, new float[] {3, -3, 5, 0, 7, 2}, 0, 6);
        mlp.parameters().zeroGradients();
        MlpPass pass = new VectorPass(mlp, Precision.BFLOAT16, 0, 1, 1, 4);
        pass.begin();
        for (int block = 0; block < 2; block++) {
            pass.shared()[0] = 1;
            pass.shared()[pass.sharedStride()] = 1;
            pass.forward(2);
            assertThat(pass.output()[0]).isEqualTo(2);
            assertThat(pass.output()[pass.outputStride()]).isEqualTo(2);
            pass.outputGradient()[0] = 1;
            pass.outputGradient()[pass.outputStride()] = 3;
            pass.backward(2);
        }
        pass.end();
        // d₂ = 1 + 3; d₁ = d₂·7/2, d₀ = d₁·5/2; weights: times the inputs, of which only the first is not 0; two blocks
        assertThat(mlp.parameters().replica(0).gradient().toArray())
                .containsExactly(2 * 35, 2 * 35, 0, 2 * 14, 0, 2 * 4);
    }

    @Test
    void end_severalBlocks_addUpInFloat32() {
        // a sum of 300 equal products, of which bfloat16 could not hold 257: weight ← d·h of a hidden layer
        Mlp mlp = new Mlp("net", List.of(1, 1, 1, 1), 1, new Rng(0, 0));
        mlp.parameters().values().write(0, new float[] {0, 100, 0, 0, 2, 0}, 0, 6);
        mlp.parameters().zeroGradients();
        MlpPass pass = new VectorPass(mlp, Precision.BFLOAT16, 0, 1, 1, 1);
        pass.begin();
        for (int block = 0; block < 300; block++) {
            pass.forward(1);
            pass.outputGradient()[0] = 0.01f;
            pass.backward(1);
        }
        pass.end();
        // h₀ = silu(100) = 100; d₁ = 0.01·2/2, rounded to 8 bits
        assertThat(mlp.parameters().replica(0).gradient().get(2)).isCloseTo(300, within(2f));
    }

    @Test
    void pass_sameNumbersAgain_areBitIdentical() {
        float[][] gradients = new float[2][];
        for (int i = 0; i < 2; i++) {
            Mlp mlp = network(List.of(17, 64, 64, 64, 1));
            MlpPass pass = new VectorPass(mlp, Precision.BFLOAT16, 0, 17, 1, 50);
            fill(pass, mlp, 17, 1, 50, 0);
            pass.begin();
            pass.forward(50);
            pass.backward(50);
            pass.end();
            gradients[i] = mlp.parameters().replica(0).gradient().toArray();
        }
        assertThat(gradients[1]).containsExactly(gradients[0]);
    }

    @Test
    void pass_notANumberInTheWeights_reachesTheGradient() {
        Mlp mlp = network(List.of(2, 16, 16, 1));
        mlp.parameters().values().set(2 * 16 + 16 + 5, Float.NaN); // of the layer between the hidden ones
        MlpPass pass = new VectorPass(mlp, Precision.BFLOAT16, 0, 2, 1, 4);
        fill(pass, mlp, 2, 1, 4, 0);
        pass.begin();
        pass.forward(4);
        assertThat(pass.output()[0]).isNaN();
        pass.backward(4);
        pass.end();
        assertThat(mlp.parameters().replica(0).gradient().get(0)).isNaN();
    }

    private static Mlp network(List<Integer> widths) {
        Mlp mlp = new Mlp("net", widths, 2, new Rng(3, 0));
        float[] biases = Tensors.normal(new Rng(4, 0), (int) mlp.parameters().size());
        for (int i = 0; i < biases.length; i++) {
            mlp.parameters().values().set(i, mlp.parameters().values().get(i) + 0.1f * biases[i]);
        }
        mlp.parameters().zeroGradients();
        return mlp;
    }

    private static void fill(MlpPass pass, Mlp mlp, int shared, int group, int n, int block) {
        int own = mlp.widths().getFirst() - shared;
        int out = mlp.widths().getLast();
        Rng random = new Rng(6, block);
        float[] s = Tensors.normal(random, n * shared);
        float[] o = Tensors.normal(random, n * group * own);
        float[] g = Tensors.normal(random, n * group * out);
        for (int i = 0; i < n; i++) {
            System.arraycopy(s, i * shared, pass.shared(), i * pass.sharedStride(), shared);
        }
        for (int i = 0; i < n * group; i++) {
            System.arraycopy(o, i * own, pass.own(), i * pass.ownStride(), own);
            System.arraycopy(g, i * out, pass.outputGradient(), i * pass.outputStride(), out);
        }
    }

    private static double cosine(float[] a, float[] b) {
        double dot = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
        }
        return dot / (norm(a) * norm(b));
    }

    private static double norm(float[] a) {
        double sum = 0;
        for (float x : a) {
            sum += (double) x * x;
        }
        return Math.sqrt(sum);
    }
}
