package dev.advect.experiments.grid;

import dev.advect.env.TinyEnv;
import dev.advect.train.Evaluation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The tiny environment pays −(a − 1/2)²: −1/4 a step for the action 0, −7/12 on average for uniform ones. */
class BaselineTest {

    @Test
    void zero_isTheActionZero() {
        Evaluation evaluation = Baseline.ZERO.evaluate(TinyEnv::new, 16, 1);

        assertThat(evaluation.episodes()).isEqualTo(16);
        assertThat(evaluation.mean()).isEqualTo(-0.25 * evaluation.meanLength(), within(1e-9));
    }

    @Test
    void random_isUniform() {
        Evaluation evaluation = Baseline.RANDOM.evaluate(TinyEnv::new, 4000, 1);

        assertThat(evaluation.mean() / evaluation.meanLength()).isEqualTo(-7.0 / 12, within(0.015));
    }
}
