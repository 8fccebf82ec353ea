package dev.advect.experiments.grid;

import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.train.Evaluation;
import org.junit.jupiter.api.Test;

import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The environment pays −(a − 1/2)²: −1/4 a step for the action 0, −7/12 on average for uniform ones. */
class BaselineTest {

    /** Episodes of five steps, in which nothing is to be seen. */
    private static final class Quadratic implements Env {
        @Override
        public EnvSpec spec() {
            return EnvSpec.of("quadratic", 1, 1, 5);
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {}

        @Override
        public void step(float[] action, Step out) {
            out.reward = -(action[0] - 0.5) * (action[0] - 0.5);
        }
    }

    @Test
    void zero_isTheActionZero() {
        Evaluation evaluation = Baseline.ZERO.evaluate(Quadratic::new, 16, 1);

        assertThat(evaluation.episodes()).isEqualTo(16);
        assertThat(evaluation.mean()).isEqualTo(-0.25 * evaluation.meanLength(), within(1e-9));
    }

    @Test
    void random_isUniform() {
        Evaluation evaluation = Baseline.RANDOM.evaluate(Quadratic::new, 2000, 1);

        assertThat(evaluation.mean() / evaluation.meanLength()).isEqualTo(-7.0 / 12, within(0.015));
    }
}
