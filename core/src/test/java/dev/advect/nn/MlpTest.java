package dev.advect.nn;

import dev.advect.nn.torch.HostTensor;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MlpTest {
    private static final int ROWS = 7;

    private final Mlp mlp = new Mlp("net", List.of(3, 5, 4, 2), 2, new Rng(1, 0));
    private final DoubleMlp reference = new DoubleMlp(3, 5, 4, 2);
    private final float[] x = Tensors.normal(new Rng(2, 0), ROWS * 3);

    @Test
    void forward_equalsHandWrittenLoops() {
        randomBiases();
        double[] parameters = Tensors.widen(mlp.parameters().values().toArray());
        float[] out = Tensors.floats(mlp.forward(0, Tensors.of(x, ROWS, 3)));
        assertThat(out).hasSize(ROWS * 2);
        for (int row = 0; row < ROWS; row++) {
            double[] expected = reference.forward(parameters, row(row));
            assertThat((double) out[2 * row]).isCloseTo(expected[0], within(1e-5));
            assertThat((double) out[2 * row + 1]).isCloseTo(expected[1], within(1e-5));
        }
    }

    @Test
    void forward_ofEitherReplica_isTheSame() {
        Tensor input = Tensors.of(x, ROWS, 3);
        assertThat(Tensors.floats(mlp.forward(1, input))).containsExactly(Tensors.floats(mlp.forward(0, input)));
    }

    @Test
    void forward_withoutHiddenLayers_isLinear() {
        Mlp linear = new Mlp("linear", List.of(2, 1), 1, new Rng(1, 0));
        linear.parameters().values().write(0, new float[] {2, -3, 0.5f}, 0, 3);
        // 2·1 − 3·4 + 0.5 = −9.5 and 2·(−1) − 3·0 + 0.5 = −1.5
        assertThat(Tensors.floats(linear.forward(0, Tensors.of(new float[] {1, 4, -1, 0}, 2, 2))))
                .containsExactly(-9.5f, -1.5f);
    }

    @Test
    void backward_gradient_equalsFiniteDifferences() {
        randomBiases();
        mlp.parameters().zeroGradients();
        mlp.forward(0, Tensors.of(x, ROWS, 3)).square().sum().backward();
        mlp.parameters().sumGradients();
        double[] parameters = Tensors.widen(mlp.parameters().values().toArray());
        double[] expected = DoubleMlp.gradient(moved -> {
            double loss = 0;
            for (int row = 0; row < ROWS; row++) {
                loss += Arrays.stream(reference.forward(moved, row(row))).map(y -> y * y).sum();
            }
            return loss;
        }, parameters);
        assertThat(Tensors.widen(mlp.parameters().gradient().toArray())).containsExactly(expected, within(1e-5));
    }

    @Test
    void constructor_weights_areLeCunUniformAndBiasesZero() {
        Mlp wide = new Mlp("wide", List.of(12, 400, 3), 1, new Rng(5, 0));
        float[] values = wide.parameters().values().toArray();
        // √(3/12) = 0.5 over 4800 weights, then √(3/400) = 0.0866 over 1200
        checkUniform(Arrays.copyOfRange(values, 0, 4800), 0.5);
        assertThat(Arrays.copyOfRange(values, 4800, 5200)).containsOnly(0);
        checkUniform(Arrays.copyOfRange(values, 5200, 6400), Math.sqrt(3.0 / 400));
        assertThat(Arrays.copyOfRange(values, 6400, 6403)).containsOnly(0).hasSize(3);
    }

    private static void checkUniform(float[] weights, double bound) {
        double sum = 0;
        double squares = 0;
        double largest = 0;
        for (float w : weights) {
            sum += w;
            squares += (double) w * w;
            largest = Math.max(largest, Math.abs(w));
        }
        int n = weights.length;
        assertThat(largest).isLessThanOrEqualTo((float) bound).isGreaterThan(0.99 * bound);
        assertThat(sum / n).isCloseTo(0, within(5 * bound / Math.sqrt(3.0 * n)));
        // variance of U(±b): b²/3; relative standard error of its estimate √(0.8 / n)
        assertThat(squares / n).isCloseTo(bound * bound / 3, within(5 * bound * bound / 3 * Math.sqrt(0.8 / n)));
    }

    @Test
    void constructor_sameGenerator_sameWeights() {
        Mlp same = new Mlp("other", List.of(3, 5, 4, 2), 1, new Rng(1, 0));
        assertThat(same.parameters().values().toArray()).containsExactly(mlp.parameters().values().toArray());
        Mlp other = new Mlp("other", List.of(3, 5, 4, 2), 1, new Rng(1, 1));
        assertThat(other.parameters().values().get(0)).isNotEqualTo(mlp.parameters().values().get(0));
    }

    @Test
    void slots_areNamedByLayer() {
        assertThat(mlp.parameters().slots().stream().map(Parameters.Slot::name)).containsExactly(
                "net.0.weight", "net.0.bias", "net.1.weight", "net.1.bias", "net.2.weight", "net.2.bias");
        assertThat(mlp.parameters().slots().get(2).shape()).containsExactly(4, 5);
        assertThat(mlp.parameters().slots().get(3).shape()).containsExactly(4);
        // 3·5+5 + 5·4+4 + 4·2+2
        assertThat(mlp.parameters().size()).isEqualTo(54);
    }

    @Test
    void forward_frozen_isTheSame_andLeavesNoGradient() {
        randomBiases();
        mlp.parameters().zeroGradients();
        Tensor input = Tensors.of(x, ROWS, 3).requires_grad_(true);
        Tensor out = mlp.forward(mlp.parameters().frozen(), input);
        assertThat(Tensors.floats(out.detach())).containsExactly(Tensors.floats(mlp.forward(0, input).detach()));
        out.sum().backward();
        assertThat(mlp.parameters().gradient().toArray()).containsOnly(0);
        assertThat(Tensors.floats(input.grad())).isNotEqualTo(new float[ROWS * 3]);
    }

    @Test
    void forward_directions_areDifferencesOfTheOutput() {
        randomBiases();
        // two directions of the last two inputs
        float[] directions = Tensors.normal(new Rng(7, 0), ROWS * 2 * 2);
        Mlp.Dual dual = mlp.forward(mlp.parameters().replica(0), Tensors.of(x, ROWS, 3), 1,
                Tensors.of(directions, ROWS, 2, 2));
        assertThat(Tensors.floats(dual.value()))
                .containsExactly(Tensors.floats(mlp.forward(0, Tensors.of(x, ROWS, 3))), within(1e-6f));
        double[] parameters = Tensors.widen(mlp.parameters().values().toArray());
        float[] tangent = Tensors.floats(dual.tangent());
        assertThat(tangent).hasSize(ROWS * 2 * 2);
        for (int row = 0; row < ROWS; row++) {
            for (int k = 0; k < 2; k++) {
                double[] up = row(row);
                double[] down = row(row);
                for (int i = 0; i < 2; i++) {
                    up[1 + i] += 1e-5 * directions[(row * 2 + k) * 2 + i];
                    down[1 + i] -= 1e-5 * directions[(row * 2 + k) * 2 + i];
                }
                double[] high = reference.forward(parameters, up);
                double[] low = reference.forward(parameters, down);
                for (int o = 0; o < 2; o++) {
                    assertThat((double) tangent[(row * 2 + k) * 2 + o])
                            .isCloseTo((high[o] - low[o]) / 2e-5, within(1e-5));
                }
            }
        }
    }

    @Test
    void productsPerRow_countsWeights() {
        assertThat(mlp.productsPerRow()).isEqualTo(3 * 5 + 5 * 4 + 4 * 2);
    }

    /** Biases are zero at first; a test that should see them makes them something else. */
    private void randomBiases() {
        Rng random = new Rng(3, 0);
        HostTensor values = mlp.parameters().values();
        for (long i = 0; i < values.size(); i++) {
            values.set(i, values.get(i) + (float) (0.1 * random.nextGaussian()));
        }
    }

    private double[] row(int row) {
        return Tensors.widen(Arrays.copyOfRange(x, 3 * row, 3 * row + 3));
    }
}
