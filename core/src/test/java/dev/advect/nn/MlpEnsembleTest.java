package dev.advect.nn;

import dev.advect.nn.torch.HostTensor;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class MlpEnsembleTest {
    private static final int ROWS = 5;
    private static final int MEMBERS = 3;

    private final float[] x = Tensors.normal(new Rng(2, 0), ROWS * 2);

    @Test
    void forward_handComputedNumbers() {
        MlpEnsemble net = new MlpEnsemble("q", 2, List.of(1, 2, 1), true, 1, Precision.FLOAT32, new Rng(1, 0));
        net.parameters().values().write(0, new float[] {
            1, 3, 2, -2, // first weights of both members
            1, 0, 0, 4, // biases
            2, 2, 1, 1, // scales
            0, 1, 0, 0, // shifts
            1, 10, 5, -1, // second weights
            0.5f, -0.5f}, 0, 22);
        // x = 2. Member 0: (3, 6), normalised (−1, 1), ·2 + (0, 1) = (−2, 3), ReLU (0, 3), 30 + 0.5.
        // Member 1: (4, 0), normalised (1, −1), ReLU (1, 0), 5 − 0.5.
        assertThat(Tensors.floats(net.forward(net.parameters().frozen(), Tensors.of(new float[] {2}, 1, 1))))
                .containsExactly(new float[] {30.5f, 4.5f}, within(1e-4f));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forward_everyMember_equalsHandWrittenLoops(boolean layerNorm) {
        MlpEnsemble net = shaken(layerNorm);
        float[] out = Tensors.floats(net.forward(net.parameters().frozen(), Tensors.of(x, ROWS, 2)));
        DoubleEnsemble reference = new DoubleEnsemble(MEMBERS, layerNorm, 2, 4, 3, 1);
        double[] parameters = Tensors.widen(net.parameters().values().toArray());
        assertThat(out).hasSize(MEMBERS * ROWS);
        for (int member = 0; member < MEMBERS; member++) {
            for (int row = 0; row < ROWS; row++) {
                assertThat((double) out[member * ROWS + row])
                        .isCloseTo(reference.forward(parameters, member, row(row))[0], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void backward_gradient_equalsFiniteDifferences(boolean layerNorm) {
        MlpEnsemble net = shaken(layerNorm);
        net.parameters().zeroGradients();
        net.forward(net.parameters().replica(0), Tensors.of(x, ROWS, 2)).square().sum().backward();
        net.parameters().sumGradients();
        DoubleEnsemble reference = new DoubleEnsemble(MEMBERS, layerNorm, 2, 4, 3, 1);
        double[] expected = DoubleMlp.gradient(moved -> {
            double loss = 0;
            for (int member = 0; member < MEMBERS; member++) {
                for (int row = 0; row < ROWS; row++) {
                    double q = reference.forward(moved, member, row(row))[0];
                    loss += q * q;
                }
            }
            return loss;
        }, Tensors.widen(net.parameters().values().toArray()));
        assertThat(Tensors.widen(net.parameters().gradient().toArray())).containsExactly(expected, within(2e-4));
        assertThat(Arrays.stream(expected).map(Math::abs).max().orElseThrow()).isGreaterThan(1);
    }

    @Test
    void forward_oneMembersEntries_isThatMember() {
        MlpEnsemble net = shaken(true);
        Tensor input = Tensors.of(x, ROWS, 2);
        float[] all = Tensors.floats(net.forward(net.parameters().frozen(), input));
        for (int member = 0; member < MEMBERS; member++) {
            assertThat(Tensors.floats(net.forward(net.weights().member(member), input).detach()))
                    .containsExactly(Arrays.copyOfRange(all, member * ROWS, (member + 1) * ROWS), within(1e-6f));
        }
    }

    @Test
    void forward_frozen_differentiatesTheInputOnly() {
        MlpEnsemble net = shaken(true);
        net.parameters().zeroGradients();
        Tensor input = Tensors.of(x, ROWS, 2).requires_grad_(true);
        net.forward(net.parameters().frozen(), input).sum().backward();
        assertThat(net.parameters().gradient().toArray()).containsOnly(0);
        float[] gradient = Tensors.floats(input.grad());

        Tensor again = Tensors.of(x, ROWS, 2).requires_grad_(true);
        net.forward(net.parameters().replica(0), again).sum().backward();
        assertThat(gradient).containsExactly(Tensors.floats(again.grad()));
        assertThat(net.parameters().gradient().toArray()).isNotEqualTo(new float[(int) net.parameters().size()]);
    }

    @Test
    void constructor_weights_areGlorotUniform_scalesOne_othersZero() {
        MlpEnsemble net = new MlpEnsemble("q", 2, List.of(100, 50, 1), true, 1, Precision.FLOAT32, new Rng(3, 0));
        float[] values = net.parameters().values().toArray();
        assertThat(net.parameters().slots().stream().map(Parameters.Slot::name)).containsExactly(
                "q.0.weight", "q.0.bias", "q.0.scale", "q.0.shift", "q.1.weight", "q.1.bias");
        double largest = 0;
        double squares = 0;
        for (int i = 0; i < 10_000; i++) {
            largest = Math.max(largest, Math.abs(values[i]));
            squares += values[i] * values[i] / 1e4;
        }
        // √(6/150) = 0.2, variance 0.04/3
        assertThat(largest).isBetween(0.1995, 0.2001);
        assertThat(squares).isCloseTo(0.04 / 3, within(6e-4));
        assertThat(Arrays.copyOfRange(values, 10_000, 10_100)).containsOnly(0);
        assertThat(Arrays.copyOfRange(values, 10_100, 10_200)).containsOnly(1);
        assertThat(Arrays.copyOfRange(values, 10_200, 10_300)).containsOnly(0);
        assertThat(values).hasSize(10_300 + 100 + 2);
    }

    private MlpEnsemble shaken(boolean layerNorm) {
        MlpEnsemble net = new MlpEnsemble("q", MEMBERS, List.of(2, 4, 3, 1), layerNorm, 1, Precision.FLOAT32, new Rng(1, 0));
        Rng random = new Rng(4, 0);
        HostTensor values = net.parameters().values();
        for (long i = 0; i < values.size(); i++) {
            values.set(i, values.get(i) + (float) (0.3 * random.nextGaussian()));
        }
        return net;
    }

    private double[] row(int row) {
        return Tensors.widen(Arrays.copyOfRange(x, 2 * row, 2 * row + 2));
    }
}
