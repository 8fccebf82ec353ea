package dev.advect.experiments.shift;

import dev.advect.experiments.shift.ShiftRow.Fall;
import dev.advect.train.TrainingHistory.Point;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ShiftRowTest {

    /** From 0.5 to 0.1, not from 0.5 to 0.3 nor from the later 0.4; errors 0.03 and 0.04. */
    @Test
    void fall_isTheLargestFromAnEvaluationToALaterOne() {
        Fall fall = Fall.of(List.of(new Point(0, 0, 0.2, 0.01), new Point(1, 1, 0.5, 0.03), new Point(2, 2, 0.3, 0.01),
                new Point(3, 3, 0.4, 0.01), new Point(4, 4, 0.1, 0.04)));

        assertThat(fall.loss()).isEqualTo(0.4, within(1e-12));
        assertThat(fall.error()).isEqualTo(0.05, within(1e-12));
    }

    @Test
    void fall_ofARisingCurve_isNone() {
        assertThat(Fall.of(List.of(new Point(0, 0, 0.2, 0.1), new Point(1, 1, 0.5, 0.1)))).isEqualTo(new Fall(0, 0));
        assertThat(Fall.of(List.of())).isEqualTo(new Fall(0, 0));
    }
}
