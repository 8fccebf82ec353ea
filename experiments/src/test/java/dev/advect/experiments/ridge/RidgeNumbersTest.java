package dev.advect.experiments.ridge;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RidgeNumbersTest {
    private static final double FOUND;
    private static final double RETURN;

    // the distribution over places after every step, by the walk's transition matrix
    static {
        double[] at = {0, 0, 1, 0, 0};
        double found = 0;
        double value = 0;
        for (int t = 1; t <= 50; t++) {
            double[] next = new double[5];
            for (int i = 0; i < 4; i++) {
                next[i + 1] += at[i] / 2;
                next[Math.max(0, i - 1)] += at[i] / 2;
            }
            double arrived = next[4];
            next[4] = 0;
            double walking = next[0] + next[1] + next[2] + next[3];
            found += arrived;
            value += arrived - 0.02 * walking;
            at = next;
        }
        FOUND = found;
        RETURN = value;
    }

    /** In half of the walks two steps, 1 - 0.02; in the others 50 steps of -0.02. */
    @Test
    void of_oneWay_findsHalfOfTheHuts() {
        RidgeNumbers numbers = RidgeNumbers.of(RidgeActions.bothWays(1), 3);

        assertThat(numbers.found()).isCloseTo(0.5, within(0.045)); // 4 standard errors
        assertThat(numbers.mean()).isCloseTo(numbers.found() * 0.98 - (1 - numbers.found()), within(1e-9));
        assertThat(numbers.slipped()).isZero();
        assertThat(numbers.forwards()).isEqualTo(1);
        assertThat(numbers.twoModeMass()).isZero();
    }

    /**
     * Whole steps either way are a random walk on five places. Without a time limit it takes 14 steps in the mean, by
     * first-step analysis: h(4) = 0 at the hut, h(0) = 1 + (h(0) + h(1))/2 at the other end, which holds the walker, and
     * h(i) = 1 + (h(i - 1) + h(i + 1))/2 between: h(3) = 8, h(2) = 14. The limit of 50 costs 4 % of the walks.
     */
    @Test
    void of_bothWays_findsNearlyAll() {
        RidgeNumbers numbers = RidgeNumbers.of(RidgeActions.bothWays(0.5), 3);

        assertThat(numbers.found()).isCloseTo(FOUND, within(0.018));
        assertThat(numbers.mean()).isCloseTo(RETURN, within(0.04));
        assertThat(numbers.twoModeMass()).isCloseTo(1, within(0.02));
    }

    /** Independent signs: half of the first steps go across by 1. */
    @Test
    void of_wideGaussian_slips() {
        RidgeNumbers numbers = RidgeNumbers.of(RidgeActions.gaussian(0, 0, 50, 50), 3);

        assertThat(numbers.slipped()).isGreaterThan(0.7);
        assertThat(numbers.mean()).isLessThan(-0.4);
        assertThat(numbers.forwards()).isCloseTo(0.25, within(0.02));
    }

    @Test
    void bestGaussian_findsHalfOfTheHuts() {
        BestGaussian best = BestGaussian.search();

        assertThat(best.numbers().found()).isCloseTo(0.5, within(0.06));
        assertThat(best.numbers().mean()).isLessThan(0.1);
        assertThat(best.numbers().twoModeMass()).isLessThan(0.1);
    }
}
