package dev.advect.onpolicy;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TensorStatsTest {
    @Test
    void of_someNumbers_describesTheFiniteOnes_andTheFirstThatIsNot() {
        double[] values = {3, Double.NEGATIVE_INFINITY, -4, Double.NaN};
        TensorStats finding = TensorStats.of("x", 4, i -> values[i], i -> "[" + i + "]");
        assertThat(finding.min()).isEqualTo(-4);
        assertThat(finding.max()).isEqualTo(3);
        assertThat(finding.rms()).isCloseTo(Math.sqrt(12.5), within(1e-12));
        assertThat(finding.nonFinite()).isEqualTo(2);
        assertThat(finding.place()).isEqualTo("[1] is -Infinity");
    }

    @Test
    void of_nothingFinite_hasNoExtremes() {
        TensorStats finding = TensorStats.of("x", 1, _ -> Double.NaN, _ -> "here");
        assertThat(finding.min()).isNaN();
        assertThat(finding.rms()).isNaN();
        assertThat(TensorStats.of("y", 2, i -> i, _ -> "").place()).isEmpty();
    }
}
