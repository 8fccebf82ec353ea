package dev.advect.experiments;

import dev.advect.config.InvalidValueException;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ExpertNoiseTest {
    private static final int STEPS = 200_000;

    @ParameterizedTest
    @CsvSource({"0", "0.5", "0.9"})
    void advance_hasDeviationOneAndTheCorrelation(double correlation) {
        ExpertNoise noise = new ExpertNoise(0.3, correlation);
        Rng random = new Rng(1, 1);
        double[] x = new double[2];
        double square = 0;
        double lagged = 0;
        double cross = 0;
        for (int t = 0; t < STEPS; t++) {
            double before = x[0];
            noise.advance(x, t == 0, random);
            square += x[0] * x[0] / STEPS;
            lagged += x[0] * before / STEPS;
            cross += x[0] * x[1] / STEPS;
        }
        assertThat(square).isCloseTo(1, within(0.05));
        assertThat(lagged).isCloseTo(correlation, within(0.05));
        assertThat(cross).isCloseTo(0, within(0.05));
    }

    @Test
    void advance_white_isOneNumberOfTheStreamPerComponent() {
        double[] x = {7, 7};
        ExpertNoise.NONE.advance(x, false, new Rng(3, 3));
        Rng same = new Rng(3, 3);
        assertThat(x).containsExactly(same.nextGaussian(), same.nextGaussian());
    }

    @Test
    void advance_correlationOne_isAnotherConstantInEveryEpisode() {
        ExpertNoise noise = new ExpertNoise(1, 1);
        Rng random = new Rng(4, 4);
        double[] x = new double[1];
        noise.advance(x, true, random);
        double first = x[0];
        noise.advance(x, false, random);
        assertThat(x[0]).isEqualTo(first);
        noise.advance(x, true, random);
        assertThat(x[0]).isNotEqualTo(first);
    }

    @Test
    void impossibleNumbers_areRefusedByTheirOptions() {
        assertThatThrownBy(() -> new ExpertNoise(-1, 0)).isInstanceOf(InvalidValueException.class).hasMessageStartingWith("--noise=-1.0 is not possible");
        assertThatThrownBy(() -> new ExpertNoise(Double.NaN, 0)).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new ExpertNoise(1, 1.5)).isInstanceOf(InvalidValueException.class)
                .hasMessage("--noise-correlation=1.5 is not possible, it must be between 0 and 1");
    }
}
