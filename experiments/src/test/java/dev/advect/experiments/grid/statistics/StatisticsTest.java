package dev.advect.experiments.grid.statistics;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Numbers by hand, and two that scipy and numpy give. */
class StatisticsTest {
    private static Scores scores(double[]... tasks) {
        return new Scores(Arrays.asList(tasks));
    }

    private static double[] runs(double... values) {
        return values;
    }

    @Test
    void interquartileMean_twelveRuns_leavesOutThreeOnEachSide() {
        // sorted: 0 1 2 | 3 4 5 6 7 8 | 9 10 50
        assertThat(scores(runs(50, 0, 7, 3), runs(10, 1, 2, 8), runs(4, 9, 5, 6)).interquartileMean())
                .isEqualTo(33.0 / 6, within(1e-12));
    }

    @Test
    void interquartileMean_quarterThatIsNoWholeNumber_isRoundedDown() {
        // scipy.stats.trim_mean([1, 2, 3, 4, 5, 100], 0.25): one value of six on each side, not one and a half
        assertThat(scores(runs(1, 100, 3), runs(2, 5, 4)).interquartileMean()).isEqualTo(3.5);
        // of three values none is left out
        assertThat(scores(runs(1, 2, 9)).interquartileMean()).isEqualTo(4);
        // of seven one: (2 + 3 + 4 + 5 + 6) / 5
        assertThat(scores(runs(1, 2, 3, 4), runs(5, 6, 70)).interquartileMean()).isEqualTo(4);
    }

    @Test
    void mean_isThatOfTheTasksMeans_whateverTheirNumbersOfRuns() {
        assertThat(scores(runs(1, 2, 3), runs(10)).mean()).isEqualTo(6);
    }

    @Test
    void fractionAbove_countsRunsOfAllTasks_withoutEquals() {
        Scores three = scores(runs(0.2, 0.5), runs(0.5, 0.9));
        assertThat(three.fractionAbove(-1)).isEqualTo(1);
        assertThat(three.fractionAbove(0.2)).isEqualTo(0.75);
        assertThat(three.fractionAbove(0.5)).isEqualTo(0.25);
        assertThat(three.fractionAbove(0.9)).isZero();
    }

    @Test
    void probabilityOfImprovement_pairsWithinTasks_tiesCountHalf() {
        Scores x = scores(runs(1, 3), runs(5, 5));
        Scores y = scores(runs(2, 1, 0), runs(5, 9));
        // task 1: 1 > 0 and 1 = 1, then 3 > 2, 1, 0: 4.5 of 6; task 2: two ties of four pairs: 1 of 4
        assertThat(x.probabilityOfImprovementOver(y)).isEqualTo((0.75 + 0.25) / 2, within(1e-12));
        assertThat(y.probabilityOfImprovementOver(x)).isEqualTo(0.5, within(1e-12));
        assertThat(x.probabilityOfImprovementOver(x)).isEqualTo(0.5);
        assertThat(scores(runs(2, 3)).probabilityOfImprovementOver(scores(runs(1)))).isEqualTo(1);
    }

    @Test
    void resample_drawsWithinTasks() {
        Scores scores = scores(runs(1, 2, 3), runs(10, 20), runs(100));
        Rng random = new Rng(3, 0);
        boolean[] repeated = new boolean[2];
        for (int i = 0; i < 100; i++) {
            List<double[]> tasks = StratifiedBootstrap.resample(scores, random).tasks();
            assertThat(Arrays.stream(tasks.get(0)).boxed()).hasSize(3).isSubsetOf(1.0, 2.0, 3.0);
            assertThat(Arrays.stream(tasks.get(1)).boxed()).hasSize(2).isSubsetOf(10.0, 20.0);
            assertThat(tasks.get(2)).containsExactly(100);
            repeated[0] |= tasks.get(0)[0] == tasks.get(0)[1];
            repeated[1] |= tasks.get(1)[0] != tasks.get(1)[1];
        }
        assertThat(repeated).containsExactly(true, true);
    }

    @Test
    void interval_ofAMeanOfTwoRuns_hasTheFourResamplesQuantiles() {
        // the mean of a resample of 0 and 1 is 0, ½, ½ or 1 with probability ¼ each: the 2.5 % quantile is 0
        Interval one = new StratifiedBootstrap(2000, 1).interval(scores(runs(0, 1)), Scores::mean);
        assertThat(one).isEqualTo(new Interval(0.5, 0, 1));
        // a second task with a single run has no spread, and halves that of the first
        assertThat(new StratifiedBootstrap(2000, 1).interval(scores(runs(0, 1), runs(4)), Scores::mean))
                .isEqualTo(new Interval(2.25, 2, 2.5));
    }

    @Test
    void interval_manyRuns_isTheNormalOne() {
        Rng random = new Rng(5, 0);
        double[] many = random.doubles(400).toArray();
        Interval interval = new StratifiedBootstrap(4000, 2).interval(scores(many), Scores::mean);
        double mean = Arrays.stream(many).average().orElseThrow();
        double se = Math.sqrt(Arrays.stream(many).map(x -> (x - mean) * (x - mean)).sum() / 400 / 400);
        assertThat(interval.low()).isEqualTo(mean - 1.96 * se, within(0.1 * se));
        assertThat(interval.high()).isEqualTo(mean + 1.96 * se, within(0.1 * se));
    }

    @Test
    void interval_sameSeed_isTheSame_andOfTwoAlgorithmsIndependent() {
        Scores x = scores(runs(1, 2, 3), runs(4, 5, 6));
        StratifiedBootstrap bootstrap = new StratifiedBootstrap(500, 7);
        assertThat(bootstrap.interval(x, Scores::interquartileMean))
                .isEqualTo(new StratifiedBootstrap(500, 7).interval(x, Scores::interquartileMean));
        // the same runs, resampled independently: the probability spreads around one half
        Interval improvement = bootstrap.interval(x, x, Scores::probabilityOfImprovementOver);
        assertThat(improvement.value()).isEqualTo(0.5);
        assertThat(improvement.low()).isLessThan(0.4);
        assertThat(improvement.high()).isGreaterThan(0.6);
    }

    @Test
    void quantile_isInterpolatedAsNumpyDoes() {
        // numpy.percentile([1, 2, 4, 8], [2.5, 50, 97.5])
        double[] sorted = {1, 2, 4, 8};
        assertThat(Interval.quantile(sorted, 0.025)).isEqualTo(1.075, within(1e-12));
        assertThat(Interval.quantile(sorted, 0.5)).isEqualTo(3, within(1e-12));
        assertThat(Interval.quantile(sorted, 0.975)).isEqualTo(7.7, within(1e-12));
    }

    @Test
    void scores_withoutRuns_areRefused() {
        assertThatThrownBy(() -> scores(runs(1), runs())).hasMessageContaining("a run of each task");
        assertThatThrownBy(() -> scores(runs(1)).probabilityOfImprovementOver(scores(runs(1), runs(2))))
                .hasMessageContaining("different tasks");
    }
}
