package dev.advect.nn;

import dev.advect.nn.torch.HostTensor;
import dev.advect.nn.vector.Gemm;
import dev.advect.nn.vector.NormalizedRelu;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Passes by vector instructions and by libtorch against libtorch's autograd, finite differences and each other. */
class EnsemblePassTest {
    private static final double TOLERANCE = 1e-5;

    private static MlpEnsemble ensemble(int members, String widths, boolean layerNorm, int differentiated) {
        return ensemble(members, widths, layerNorm, differentiated, Precision.FLOAT32);
    }

    private static MlpEnsemble ensemble(
            int members, String widths, boolean layerNorm, int differentiated, Precision products) {
        List<Integer> sizes = new ArrayList<>();
        Arrays.stream(widths.split(" ")).map(Integer::valueOf).forEach(sizes::add);
        MlpEnsemble net = new MlpEnsemble("q", members, sizes, layerNorm, differentiated, products, new Rng(1, 0));
        Rng random = new Rng(4, 0);
        HostTensor values = net.parameters().values();
        for (long i = 0; i < values.size(); i++) {
            values.set(i, values.get(i) + (float) (0.1 * random.nextGaussian()));
        }
        return net;
    }

    private static void assertClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            difference = Math.max(difference, Math.abs((double) expected[i] - found[i]));
        }
        assertThat(largest).isPositive();
        assertThat(difference).isLessThan(TOLERANCE * largest);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1|3 5 1|true|1|1", "2|3 20 5 1|true|2|7", "2|3 5 20 1|false|3|7", "10|23 256 256 1|true|6|256",
        "2|23 256 256 1|true|6|300", "2|9 70 33 17 1|true|0|129", "1|4 16 1|false|4|130"})
    void passes_valuesAndGradients_areAutograds(
            int members, String widths, boolean layerNorm, int differentiated, int n) {
        MlpEnsemble net = ensemble(members, widths, layerNorm, differentiated);
        int in = net.widths().getFirst();
        int size = (int) net.parameters().size();
        float[] x = Tensors.normal(new Rng(5, 0), n * in);
        float[] g = Tensors.normal(new Rng(6, 0), n);

        Tensor input = Tensors.of(x, n, in).requires_grad_(true);
        Tensor out = net.forward(net.parameters().replica(0), input);
        Tensor weighted = out.squeeze(2).mul(Tensors.of(g, n)).sum();
        float[] inputs = Tensors.floats(torch.grad(new TensorVector(weighted), new TensorVector(input), new TensorVector(),
                new BoolOptional(true), false, false).get(0));
        net.parameters().zeroGradients();
        weighted.backward();
        float[] values = Tensors.floats(out.detach());
        float[] weights = net.parameters().gradient().toArray();

        for (EnsemblePass pass : List.of(new VectorEnsemblePass(net.weights()), new TorchEnsemblePass(net.weights()))) {
            float[] found = new float[members * n];
            float[] toInputs = new float[n * differentiated];
            net.parameters().gradient().write(0, Tensors.normal(new Rng(7, 0), size), 0, size);
            // from the last to the first, rows in two parts: what a member leaves behind must not reach the next
            for (int member = members - 1; member >= 0; member--) {
                int first = Math.min(n, 70);
                pass.begin(net.weights(), member);
                assertThat(pass.forward(x, first)).isZero();
                if (n > first) {
                    assertThat(pass.forward(Arrays.copyOfRange(x, first * in, n * in), n - first)).isEqualTo(first);
                }
                System.arraycopy(pass.output(), 0, found, member * n, n);
                System.arraycopy(g, 0, pass.outputGradient(), 0, n);
                pass.backward();
                pass.backwardToInputs(toInputs);
            }
            assertClose(found, values);
            assertClose(net.parameters().gradient().toArray(), weights);
            if (differentiated > 0) {
                assertClose(toInputs, last(inputs, in, differentiated));
            }
        }
        net.close();
    }

    /** After {@code keep}, outputs and gradients equal those of a pass that never had the other rows. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keep_isAsIfTheOtherRowsHadNeverBeen(boolean layerNorm) {
        MlpEnsemble net = ensemble(2, "5 20 9 1", layerNorm, 3);
        int n = 200; // more than a block
        int[] kept = {0, 3, 4, 127, 128, 199, -1};
        float[] x = Tensors.normal(new Rng(5, 0), n * 5);
        float[] some = new float[6 * 5];
        for (int i = 0; i < 6; i++) {
            System.arraycopy(x, kept[i] * 5, some, i * 5, 5);
        }
        for (EnsemblePass pass : List.of(new VectorEnsemblePass(net.weights()), new TorchEnsemblePass(net.weights()))) {
            pass.begin(net.weights(), 1);
            pass.forward(some, 6);
            float[] values = Arrays.copyOf(pass.output(), 6);
            float[] expected = gradient(pass);

            pass.begin(net.weights(), 1);
            pass.forward(x, n);
            pass.keep(kept, 6);
            assertClose(Arrays.copyOf(pass.output(), 6), values);
            assertClose(gradient(pass), expected);
        }
        net.close();
    }

    private static float[] gradient(EnsemblePass pass) {
        Arrays.fill(pass.outputGradient(), 0, 6, 1);
        float[] to = new float[6 * 3];
        pass.backwardToInputs(to);
        return to;
    }

    private static float[] last(float[] rows, int in, int n) {
        float[] some = new float[rows.length / in * n];
        for (int row = 0; row < rows.length / in; row++) {
            System.arraycopy(rows, row * in + in - n, some, row * n, n);
        }
        return some;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void vectors_gradients_areFiniteDifferences(boolean layerNorm) {
        MlpEnsemble net = ensemble(2, "3 5 4 1", layerNorm, 2);
        DoubleEnsemble reference = new DoubleEnsemble(2, layerNorm, 3, 5, 4, 1);
        float[] x = Tensors.normal(new Rng(5, 0), 6 * 3);
        double[] parameters = Tensors.widen(net.parameters().values().toArray());
        EnsemblePass pass = new VectorEnsemblePass(net.weights());
        float[] toInputs = new float[6 * 2];
        net.parameters().zeroGradients();
        pass.begin(net.weights(), 1);
        pass.forward(x, 6);
        for (int row = 0; row < 6; row++) {
            pass.outputGradient()[row] = 2 * pass.output()[row];
        }
        pass.backward();
        pass.backwardToInputs(toInputs);

        double[] weights = DoubleMlp.gradient(moved -> squares(reference, moved, Tensors.widen(x)), parameters);
        double[] inputs = DoubleMlp.gradient(moved -> squares(reference, parameters, moved), Tensors.widen(x));
        assertThat(Tensors.widen(net.parameters().gradient().toArray())).containsExactly(weights, within(3e-4));
        for (int row = 0; row < 6; row++) {
            for (int j = 0; j < 2; j++) {
                assertThat((double) toInputs[2 * row + j]).isCloseTo(inputs[3 * row + 1 + j], within(3e-4));
            }
        }
        assertThat(Arrays.stream(weights).map(Math::abs).max().orElseThrow()).isGreaterThan(0.3);
        net.close();
    }

    private static double squares(DoubleEnsemble reference, double[] parameters, double[] x) {
        double sum = 0;
        for (int row = 0; row < x.length / 3; row++) {
            double q = reference.forward(parameters, 1, Arrays.copyOfRange(x, 3 * row, 3 * row + 3))[0];
            sum += q * q;
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"23 256 256 1|true|256", "9 70 33 17 1|true|300", "3 20 5 1|false|7"})
    void bfloat16_valuesAndGradients_areNearThoseOfFloat32(String widths, boolean layerNorm, int n) {
        assumeTrue(Precision.bfloat16Missing().isEmpty());
        List<float[]> values = new ArrayList<>();
        List<float[]> weights = new ArrayList<>();
        List<float[]> inputs = new ArrayList<>();
        for (Precision products : Precision.values()) {
            MlpEnsemble net = ensemble(2, widths, layerNorm, 2, products);
            float[] x = Tensors.normal(new Rng(5, 0), n * net.widths().getFirst());
            float[] toInputs = new float[n * 2];
            EnsemblePass pass = net.pass();
            for (int member = 0; member < 2; member++) {
                pass.begin(net.weights(), member);
                pass.forward(x, n);
                values.add(Arrays.copyOf(pass.output(), n));
                System.arraycopy(Tensors.normal(new Rng(6, 0), n), 0, pass.outputGradient(), 0, n);
                pass.backward();
                pass.backwardToInputs(toInputs);
            }
            weights.add(net.parameters().gradient().toArray());
            inputs.add(toInputs);
            net.close();
        }
        assertThat(distance(values.get(2), values.get(0))).isBetween(1e-5, 0.02);
        assertThat(distance(values.get(3), values.get(1))).isBetween(1e-5, 0.02);
        assertThat(distance(weights.get(1), weights.get(0))).isBetween(1e-5, 0.2);
        assertThat(distance(inputs.get(1), inputs.get(0))).isBetween(1e-5, 0.2);
    }

    /** Of two vectors, as a part of the second one's length. */
    private static double distance(float[] found, float[] expected) {
        double square = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            square += Math.pow((double) found[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(square / length);
    }

    @Test
    void forward_sameRowElsewhere_isBitIdentical() {
        MlpEnsemble net = ensemble(1, "5 48 16 1", true, 0);
        EnsemblePass pass = new VectorEnsemblePass(net.weights());
        float[] x = Tensors.normal(new Rng(5, 0), 300 * 5);
        pass.begin(net.weights(), 0);
        pass.forward(x, 300);
        float[] together = Arrays.copyOf(pass.output(), 300);
        for (int row = 0; row < 300; row += 7) {
            pass.begin(net.weights(), 0);
            pass.forward(Arrays.copyOfRange(x, row * 5, row * 5 + 5), 1);
            assertThat(pass.output()[0]).isEqualTo(together[row]);
        }
        net.close();
    }

    @Test
    void weights_ofOthers_areTaken_andRenewedWhenToldSo() {
        MlpEnsemble net = ensemble(2, "2 4 1", false, 0);
        Parameters others = new Parameters(net.parameters().slots(), 0);
        EnsembleWeights weights = net.weights(others);
        EnsemblePass pass = net.pass();
        long bias = others.size() - 1;
        others.values().set(bias, 3);
        assertThat(value(pass, weights)).isEqualTo(3);
        others.values().set(bias, 4);
        weights.changed();
        assertThat(value(pass, weights)).isEqualTo(4);
        weights.close();
        others.close();
        net.close();
    }

    private static float value(EnsemblePass pass, EnsembleWeights weights) {
        pass.begin(weights, 1);
        pass.forward(new float[] {1, 2}, 1);
        return pass.output()[0];
    }

    @Test
    void forward_notFinite_staysSo() {
        MlpEnsemble net = ensemble(1, "2 20 1", true, 0);
        EnsemblePass pass = new VectorEnsemblePass(net.weights());
        pass.begin(net.weights(), 0);
        pass.forward(new float[] {1, Float.NaN, 1, 2}, 2);
        assertThat(pass.output()[0]).isNaN();
        assertThat(pass.output()[1]).isFinite();
        Arrays.fill(pass.outputGradient(), 0, 2, 1);
        pass.backward();
        assertThat(net.parameters().gradientNorm()).isNaN();
        net.close();
    }

    @Test
    void pass_severalOutputs_isRefused() {
        MlpEnsemble net = ensemble(1, "2 4 2", false, 0);
        assertThatThrownBy(net::pass).hasMessageContaining("one output, and this has 2");
        net.close();
    }

    @Test
    void layerNormBackward_rowOfTwo_handComputed() {
        // z = (3, 5): mean 4, variance 1, n = (−1, 1); y = 2n + (3, 0) = (1, 2), both positive. ∂L/∂h = (1, 3), g = (2, 6):
        // mean(g) 4, mean(g·n) 2, hence ∂L/∂z = (2 − 4 + 2, 6 − 4 − 2) = 0: two numbers have only one direction left,
        // and that is the one which is taken out.
        NormalizedRelu norm = new NormalizedRelu(2, 0);
        int stride = Gemm.LANES;
        float[] z = new float[stride];
        z[0] = 3;
        z[1] = 5;
        float[] scale = padded(2, 2);
        float[] shift = padded(3, 0);
        float[] h = new float[stride];
        float[] reciprocal = new float[1];
        norm.forward(0, 1, scale, shift, z, h, reciprocal);
        assertThat(Arrays.copyOf(z, 2)).containsExactly(-1, 1);
        assertThat(Arrays.copyOf(h, 2)).containsExactly(1, 2);
        assertThat(reciprocal).containsExactly(1);
        float[] d = padded(1, 3);
        float[] scales = new float[stride];
        float[] shifts = new float[stride];
        norm.backward(0, 1, scale, z, h, reciprocal, d, true, scales, shifts);
        assertThat(Arrays.copyOf(d, 2)).containsExactly(0, 0);
        assertThat(Arrays.copyOf(scales, 2)).containsExactly(-1, 3);
        assertThat(Arrays.copyOf(shifts, 2)).containsExactly(1, 3);

        // with ε = 3 the root is 2: n = (−½, ½), y = (2, 1), g = (2, 6): mean 4, mean(g·n) 1;
        // ∂L/∂z = ½·(2 − 4 + ½, 6 − 4 − ½) = (−¾, ¾)
        NormalizedRelu softer = new NormalizedRelu(2, 3);
        float[] z2 = padded(3, 5);
        softer.forward(0, 1, scale, shift, z2, h, reciprocal);
        float[] d2 = padded(1, 3);
        softer.backward(0, 1, scale, z2, h, reciprocal, d2, false, scales, shifts);
        assertThat(Arrays.copyOf(d2, 2)).containsExactly(-0.75f, 0.75f);
        assertThat(Arrays.copyOf(scales, 2)).containsExactly(-1, 3);
    }

    private static float[] padded(float first, float second) {
        float[] row = new float[Gemm.LANES];
        row[0] = first;
        row[1] = second;
        return row;
    }
}
