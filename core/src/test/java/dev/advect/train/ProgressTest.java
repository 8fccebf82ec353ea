package dev.advect.train;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProgressTest {
    private static final double NONE = Double.POSITIVE_INFINITY;

    @Test
    void stepsOnly_fractionAndTimeLeftByThem() {
        Progress progress = new Progress(1, 250, 1000, 60, NONE, 50, Double.NaN, null);
        assertThat(progress.fraction()).isEqualTo(0.25);
        assertThat(progress.secondsLeft()).isCloseTo(15, within(1e-12)); // 750 / 50
    }

    @Test
    void timeLimit_countsWhereItComesFirst() {
        Progress progress = new Progress(1, 250, 1000, 60, 70, 50, Double.NaN, null);
        assertThat(progress.fraction()).isCloseTo(60.0 / 70, within(1e-12));
        assertThat(progress.secondsLeft()).isCloseTo(10, within(1e-12));
    }

    @Test
    void speedUnknown_timeLeftByTheLimit() {
        assertThat(new Progress(1, 1, 1000, 1, NONE, Double.NaN, Double.NaN, null).secondsLeft()).isInfinite();
        assertThat(new Progress(1, 1, 1000, 1, 61, Double.NaN, Double.NaN, null).secondsLeft()).isEqualTo(60);
    }

    @Test
    void beyondTheEnd_isAllDone() {
        Progress progress = new Progress(1, 1024, 1000, 80, 70, 50, Double.NaN, null);
        assertThat(progress.fraction()).isEqualTo(1);
        assertThat(progress.secondsLeft()).isZero();
    }
}
