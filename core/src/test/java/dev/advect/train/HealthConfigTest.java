package dev.advect.train;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HealthConfigTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -0.1 | 1 | false | cliff: -0.1 is not possible
            1.5  | 1 | false | cliff: 1.5 is not possible
            0.5  | 0 | false | cliffEvaluations: 0 is not possible
            0    | 1 | true  | returnToBest: needs the alarm
            """)
    void construct_impossibleValue_isRefusedByItsKey(double cliff, int evaluations, boolean back, String message) {
        assertThatThrownBy(() -> new HealthConfig(true, cliff, evaluations, back))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void construct_extremes_arePossible() {
        assertThat(new HealthConfig(false, 1, 1, true).cliff()).isEqualTo(1);
        assertThat(new HealthConfig(false, 0, 1, false).returnToBest()).isFalse();
    }
}
