package dev.advect.train;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HealthConfigTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -0.1 | 1 | false | false | cliff: -0.1 is not possible
            1.5  | 1 | false | false | cliff: 1.5 is not possible
            0.5  | 0 | false | false | cliffEvaluations: 0 is not possible
            0    | 1 | true  | false | returnToBest: needs the alarm
            0    | 1 | false | true  | stabilise: needs the alarm
            """)
    void construct_impossibleValue_isRefusedByItsKey(double cliff, int evaluations, boolean back, boolean stabilise, String message) {
        assertThatThrownBy(() -> new HealthConfig(true, cliff, evaluations, back, stabilise))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }

    @Test
    void construct_extremes_arePossible() {
        assertThat(new HealthConfig(false, 1, 1, true, true).cliff()).isEqualTo(1);
        assertThat(new HealthConfig(false, 0, 1, false, false).returnToBest()).isFalse();
    }
}
