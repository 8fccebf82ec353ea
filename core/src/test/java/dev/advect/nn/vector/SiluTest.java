package dev.advect.nn.vector;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SiluTest {
    private static final int N = 1 << 16;

    @Test
    void apply_overTheRange_equalsDoublePrecision() {
        float[] z = new float[N];
        for (int i = 0; i < N; i++) {
            z[i] = (i - N / 2) * 60f / N;
        }
        float[] derivative = z.clone();
        float[] h = new float[N];
        Silu.apply(derivative, h, N);
        for (int i = 0; i < N; i++) {
            double sigmoid = 1 / (1 + Math.exp(-z[i]));
            double expected = z[i] * sigmoid;
            assertThat(Math.abs(h[i] - expected)).isLessThanOrEqualTo(1e-7 * (4 + Math.abs(z[i])) * Math.abs(expected));
            assertThat(Math.abs(derivative[i] - (sigmoid + expected * (1 - sigmoid)))).isLessThan(1e-6);
        }
    }

    @Test
    void apply_farOut_staysFinite() {
        float[] z = new float[Gemm.LANES];
        z[0] = 1e30f;
        z[1] = -1e30f;
        float[] h = new float[Gemm.LANES];
        Silu.apply(z, h, h.length);
        assertThat(h[0]).isEqualTo(1e30f);
        assertThat(Math.abs(h[1])).isLessThan(1e-6f);
        assertThat(z[0]).isEqualTo(1f);
        assertThat(Math.abs(z[1])).isLessThan(1e-6f);
    }

    @Test
    void apply_nan_staysNan() {
        float[] z = new float[Gemm.LANES];
        z[2] = Float.NaN;
        float[] h = new float[Gemm.LANES];
        Silu.apply(z, h, h.length);
        assertThat(h[2]).isNaN();
        assertThat(z[2]).isNaN();
        assertThat(h[1]).isZero();
    }
}
