package dev.advect.envs.suite;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ToleranceTest {

    /** Worked out on paper: the scale first, then the value at x margins. */
    @ParameterizedTest
    @CsvSource({
        // s² = -2 ln 0.1, so f(x) = 0.1^(x²)
        "GAUSSIAN, 0.1, 0.5, 0.5623413251903491",
        "GAUSSIAN, 0.1, 2, 1e-4",
        // cosh(s) = 2, cosh(s/2) = sqrt(3/2), cosh(2s) = 7
        "HYPERBOLIC, 0.5, 0.5, 0.8164965809277260",
        "HYPERBOLIC, 0.5, 2, 0.1428571428571429",
        // s² = 9
        "LONG_TAIL, 0.1, 0.5, 0.3076923076923077",
        "LONG_TAIL, 0.1, 2, 0.02702702702702703",
        // s = 9
        "RECIPROCAL, 0.1, 0.5, 0.1818181818181818",
        "RECIPROCAL, 0.1, 2, 0.05263157894736842",
        // s = 1/2, and s = 1 where the value at the margin is 0
        "COSINE, 0.5, 0.5, 0.8535533905932737",
        "COSINE, 0.5, 2, 0",
        "COSINE, 0, 0.5, 0.5",
        // s = 3/4
        "LINEAR, 0.25, 0.5, 0.625",
        "LINEAR, 0.25, 1.3334, 0",
        "LINEAR, 0, 0.5, 0.5",
        // s = 0.9
        "QUADRATIC, 0.19, 0.5, 0.7975",
        "QUADRATIC, 0.19, 1.12, 0",
        "QUADRATIC, 0, 0.5, 0.75",
        // tanh(s) = 0.8, tanh(s/2) = 1/2, tanh(2s) = 40/41
        "TANH_SQUARED, 0.36, 0.5, 0.75",
        "TANH_SQUARED, 0.36, 2, 0.04818560380725758"
    })
    void of_sigmoid(Sigmoid sigmoid, double valueAtMargin, double x, double expected) {
        double margin = 0.4;
        Tolerance tolerance = Tolerance.within(-1, 3).margin(margin, sigmoid, valueAtMargin);
        assertThat(tolerance.of(3 + x * margin)).isCloseTo(expected, within(1e-12));
        assertThat(tolerance.of(-1 - x * margin)).isCloseTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @EnumSource(Sigmoid.class)
    void of_boundsAndMargin(Sigmoid sigmoid) {
        Tolerance tolerance = Tolerance.within(2, 5).margin(3, sigmoid, 0.3);
        assertThat(tolerance.of(2)).isEqualTo(1);
        assertThat(tolerance.of(4)).isEqualTo(1);
        assertThat(tolerance.of(5)).isEqualTo(1);
        assertThat(tolerance.of(8)).isCloseTo(0.3, within(1e-12));
        assertThat(tolerance.of(-1)).isCloseTo(0.3, within(1e-12));
        assertThat(tolerance.of(5 + 1e-9)).isCloseTo(1, within(1e-8));
    }

    @Test
    void of_noMargin() {
        Tolerance tolerance = Tolerance.within(0, 0.06);
        assertThat(tolerance.of(0)).isEqualTo(1);
        assertThat(tolerance.of(0.06)).isEqualTo(1);
        assertThat(tolerance.of(0.0600001)).isEqualTo(0);
        assertThat(tolerance.of(-0.0000001)).isEqualTo(0);
        assertThat(tolerance.margin(0).of(0.07)).isEqualTo(0);
    }

    @Test
    void of_openBound() {
        Tolerance fast = Tolerance.within(10, Double.POSITIVE_INFINITY).margin(10, Sigmoid.LINEAR, 0);
        assertThat(fast.of(12)).isEqualTo(1);
        assertThat(fast.of(4)).isCloseTo(0.4, within(1e-15));
        assertThat(fast.of(-3)).isEqualTo(0);
    }

    @Test
    void margin_refusals() {
        assertThatThrownBy(() -> Tolerance.within(1, 0)).hasMessageContaining("empty");
        assertThatThrownBy(() -> Tolerance.atZero().margin(-1)).hasMessageContaining("negative");
        for (Sigmoid sigmoid : Sigmoid.values()) {
            assertThatThrownBy(() -> Tolerance.atZero().margin(1, sigmoid, 1)).hasMessageContaining("out of range");
            assertThatThrownBy(() -> Tolerance.atZero().margin(1, sigmoid, -0.1)).hasMessageContaining("out of range");
        }
        assertThatThrownBy(() -> Tolerance.atZero().margin(1, Sigmoid.GAUSSIAN, 0)).hasMessageContaining("GAUSSIAN");
    }
}
