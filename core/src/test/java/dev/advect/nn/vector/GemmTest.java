package dev.advect.nn.vector;

import dev.advect.nn.Tensors;
import dev.advect.nn.torch.HostTensor;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.advect.nn.vector.Gemm.LANES;
import static dev.advect.nn.vector.Gemm.ROWS;
import static dev.advect.nn.vector.Gemm.up;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Products of vector instructions against the three loops of their definition, in double. */
class GemmTest {
    private static final String SHAPES = """
            4, 16, 1
            8, 100, 3
            12, 256, 17
            20, 70, 65
            40, 104, 33
            64, 256, 130
            """;

    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    void productsAreThoseOfTheDefinition(int m, int out, int k) {
        int n = up(out, LANES);
        float[] a = Tensors.normal(new Rng(1, m), m * (k + 2));
        float[] b = Tensors.normal(new Rng(2, m), k * out);
        float[] init = padded(Tensors.normal(new Rng(3, m), m * out), m, out);
        float[] gate = padded(Tensors.normal(new Rng(4, m), m * out), m, out);
        float[] packed = new float[k * n];
        Gemm.pack(b, 0, out, k, out, packed);
        float[] c = new float[m * n];
        Gemm.multiply(m, n, k, a, 0, k + 2, packed, init, n, gate, c, 0, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = init[i * n + j];
                for (int p = 0; p < k && j < out; p++) {
                    sum += (double) a[i * (k + 2) + p] * b[p * out + j];
                }
                assertThat((double) c[i * n + j]).isCloseTo(sum * gate[i * n + j], within(1e-4));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    void outerProductsAreThoseOfTheDefinition(int rows, int out, int m) {
        int n = up(out, LANES);
        float[] a = Tensors.normal(new Rng(1, m), m * rows);
        float[] b = padded(Tensors.normal(new Rng(2, m), m * out), m, out);
        float[] packed = new float[rows * n];
        GradientGemm.add(m, rows, n, a, rows, b, n, packed);
        GradientGemm.add(m, rows, n, a, rows, b, n, packed);
        int used = rows - 1;
        float[] c = new float[used * out];
        float[] transposed = new float[out * used];
        Gemm.unpack(packed, rows, used, out, c, 0, out);
        Gemm.unpackTransposed(packed, rows, used, out, transposed, 0, used);
        for (int i = 0; i < used; i++) {
            for (int j = 0; j < out; j++) {
                double sum = 0;
                for (int p = 0; p < m; p++) {
                    sum += 2.0 * a[p * rows + i] * b[p * n + j];
                }
                assertThat((double) c[i * out + j]).isCloseTo(sum, within(1e-4));
                assertThat(transposed[j * used + i]).isEqualTo(c[i * out + j]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = SHAPES)
    void whatIsPackedTransposedIsTheSameAsWhatIsPacked(int ignored, int out, int k) {
        float[] b = Tensors.normal(new Rng(1, k), k * out);
        float[] transposed = new float[out * k];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < out; j++) {
                transposed[j * k + p] = b[p * out + j];
            }
        }
        float[] packed = new float[k * up(out, LANES)];
        float[] other = new float[packed.length];
        Gemm.pack(b, 0, out, k, out, packed);
        Gemm.packTransposed(transposed, 0, k, out, k, other);
        assertThat(other).containsExactly(packed);
    }

    @ParameterizedTest
    @CsvSource({"1, 16", "7, 100", "62, 256"})
    void sumsAreThoseOfTheDefinition(int rows, int out) {
        int n = up(out, LANES);
        float[] a = padded(Tensors.normal(new Rng(1, rows), rows * out), rows, out);
        float[] to = new float[ROWS + n];
        to[ROWS] = 5;
        Reductions.addRows(a, 0, rows, n, to, ROWS);
        for (int j = 0; j < n; j++) {
            double sum = j == 0 ? 5 : 0;
            for (int i = 0; i < rows; i++) {
                sum += a[i * n + j];
            }
            assertThat((double) to[ROWS + j]).isCloseTo(sum, within(1e-4));
        }
    }

    private static float[] padded(float[] a, int rows, int columns) {
        int stride = up(columns, LANES);
        float[] to = new float[rows * stride];
        for (int i = 0; i < rows; i++) {
            System.arraycopy(a, i * columns, to, i * stride, columns);
        }
        return to;
    }

    @Test
    void sumOfFlatBlocks_isTakenNumberByNumber() {
        int size = 3 * LANES + 5;
        float[] a = Tensors.normal(new Rng(1, 1), size);
        float[] b = Tensors.normal(new Rng(2, 1), size);
        try (HostTensor to = new HostTensor(size)) {
            to.write(0, b, 0, size);
            Reductions.add(a, to.segment());
            for (int i = 0; i < size; i++) {
                assertThat(to.get(i)).isEqualTo(a[i] + b[i]);
            }
        }
    }
}
