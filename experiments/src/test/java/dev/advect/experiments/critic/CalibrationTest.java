package dev.advect.experiments.critic;

import dev.advect.experiments.critic.Calibration.Bin;
import dev.advect.experiments.critic.Calibration.Decision;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CalibrationTest {
    /** Values 0 … 19 with returns of twice that: tenths of two decisions each, in whatever order they come. */
    @Test
    void of_tenthsByValue() {
        List<Decision> decisions = new ArrayList<>();
        for (int i = 19; i >= 0; i--) {
            decisions.add(new Decision(i, 2 * i, 0.5, -1));
        }
        Calibration found = Calibration.of(decisions);

        assertThat(found.decisions()).isEqualTo(20);
        assertThat(found.bins()).hasSize(10).startsWith(new Bin(0.5, 1)).endsWith(new Bin(18.5, 37));
        assertThat(found.correlation()).isCloseTo(1, within(1e-12));
        assertThat(found.cosine()).isEqualTo(0.5);
        assertThat(found.gain()).isEqualTo(-1);
    }

    /** (0, 1), (1, 0), (2, 2): covariance 1, variances 2 and 2. */
    @Test
    void of_correlation_byHand() {
        Calibration found = Calibration.of(List.of(decision(0, 1), decision(1, 0), decision(2, 2)));

        assertThat(found.correlation()).isCloseTo(0.5, within(1e-12));
        assertThat(found.bins()).hasSize(3); // tenths without a decision are left out
    }

    @Test
    void of_returnsThatDoNotVary_haveNoCorrelation() {
        assertThat(Calibration.of(List.of(decision(0, 1), decision(1, 1))).correlation()).isZero();
    }

    private static Decision decision(double value, double discountedReturn) {
        return new Decision(value, discountedReturn, 0, 0);
    }
}
