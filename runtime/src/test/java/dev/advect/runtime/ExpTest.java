package dev.advect.runtime;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ExpTest {
    @Test
    void exp_overItsRange_toSinglePrecision() {
        double worst = 0;
        for (float t = -87; t <= 87; t += 0.0137f) {
            worst = Math.max(worst, Math.abs(Exp.exp(t) / Math.exp(t) - 1));
        }

        assertThat(worst).isLessThan(1.5e-7);
    }

    @Test
    void exp_farOut_isHeld() {
        assertThat(Exp.exp(1e30f)).isEqualTo(Exp.exp(Exp.LIMIT)).isFinite();
        assertThat(Exp.exp(Float.NEGATIVE_INFINITY)).isEqualTo(Exp.exp(-Exp.LIMIT)).isPositive();
        assertThat(Exp.exp(Float.NaN)).isNaN();
        assertThat(Exp.exp(0)).isEqualTo(1);
    }

    @Test
    void silu_vectorsAndPlain_sameBits_alsoFarOut() {
        float[] values = new float[4 * Lanes.PANEL];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - values.length / 2f) * 3.7f;
        }
        values[0] = Float.NaN;
        values[1] = Float.POSITIVE_INFINITY;
        values[2] = Float.NEGATIVE_INFINITY;
        float[] plain = values.clone();

        new VectorKernel().silu(values, values.length);
        new PlainKernel().silu(plain, plain.length);

        assertThat(values).isEqualTo(plain);
        int some = values.length / 2 + 1;
        assertThat((double) plain[some]).isCloseTo(3.7 / (1 + Math.exp(-3.7)), within(1e-6));
    }
}
