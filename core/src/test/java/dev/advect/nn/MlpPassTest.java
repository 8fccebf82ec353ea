package dev.advect.nn;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The passes written for vector instructions against libtorch's. */
class MlpPassTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "17|1|17 256 256 1|90|90", "17|1|17 256 256 1|90|7", "5|8|20 32 32 32 6|12|12", "5|3|9 33 70 2|5|4", "3|1|3 1|4|3",
        "2|4|7 130 5|3|1", "4|2|4 8 3|6|5"})
    void passes_byVectorsAndByLibtorch_agree(int shared, int group, String widths, int groups, int used) {
        List<Integer> sizes = new ArrayList<>();
        Arrays.stream(widths.split(" ")).map(Integer::valueOf).forEach(sizes::add);
        Mlp mlp = new Mlp("net", sizes, 2, new Rng(3, 0));
        float[] biases = Tensors.normal(new Rng(4, 0), (int) mlp.parameters().size());
        for (int i = 0; i < biases.length; i++) {
            mlp.parameters().values().set(i, mlp.parameters().values().get(i) + 0.1f * biases[i]);
        }
        mlp.parameters().zeroGradients();
        MlpPass vector = new VectorPass(mlp, Precision.FLOAT32, 0, shared, group, groups);
        MlpPass torch = new TorchPass(mlp, 1, shared, group, groups);
        // twice: what a block leaves behind must not reach the next
        for (int block = 0; block < 2; block++) {
            int n = block == 0 ? groups : used;
            run(vector, mlp, shared, group, n, block);
            run(torch, mlp, shared, group, n, block);
            int out = sizes.getLast();
            for (int row = 0; row < n * group; row++) {
                for (int j = 0; j < out; j++) {
                    assertThat(vector.output()[row * vector.outputStride() + j])
                            .isCloseTo(torch.output()[row * out + j], org.assertj.core.data.Offset.offset(1e-5f));
                }
            }
        }
        float[] expected = mlp.parameters().replica(1).gradient().toArray();
        float[] actual = mlp.parameters().replica(0).gradient().toArray();
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
        }
        assertThat(largest).isPositive();
        assertThat(difference).isLessThan(1e-5 * largest);
    }

    @Test
    void pass_sameRowElsewhereInTheBlock_isBitIdentical() {
        Mlp mlp = new Mlp("net", List.of(5, 48, 16, 3), 1, new Rng(3, 0));
        MlpPass pass = new VectorPass(mlp, Precision.FLOAT32, 0, 5, 1, 11);
        float[] row = Tensors.normal(new Rng(5, 0), 5);
        pass.begin();
        for (int at = 0; at < 11; at++) {
            Arrays.fill(pass.shared(), 0.5f);
            System.arraycopy(row, 0, pass.shared(), at * pass.sharedStride(), 5);
            for (int r = 0; r < 11; r++) {
                Arrays.fill(pass.shared(), r * pass.sharedStride() + 5, (r + 1) * pass.sharedStride(), 0);
            }
            pass.forward(11);
            float[] out = Arrays.copyOfRange(pass.output(), at * pass.outputStride(), at * pass.outputStride() + 3);
            pass.forward(at + 1);
            assertThat(Arrays.copyOfRange(pass.output(), at * pass.outputStride(), at * pass.outputStride() + 3))
                    .containsExactly(out);
        }
    }

    private static void run(MlpPass pass, Mlp mlp, int shared, int group, int n, int block) {
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
        pass.begin();
        pass.forward(n);
        pass.backward(n);
        pass.end();
    }
}
