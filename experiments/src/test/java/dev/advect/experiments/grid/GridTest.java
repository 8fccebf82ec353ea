package dev.advect.experiments.grid;

import dev.advect.plot.Curve.Series;
import dev.advect.train.Algorithm;
import dev.advect.train.RunConfig;
import dev.advect.train.TrainingHistory;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GridTest {
    private static final TrainingHistory HISTORY = new TrainingHistory(2, 500, null, null, List.of());

    private static Row row(long seed, double mean, double se, double bestMean, double bestSe, double random, double randomSe) {
        return new Row("tiny", "fpo", "fpo", seed, 1000, 0.5, mean, se, 800, bestMean, bestSe, 64, random, randomSe, 0, 0,
                1000, 0, null, null);
    }

    @Test
    void mean_drawnAndCentral_overSeeds() {
        List<Row> rows = List.of(row(0, 1, 1, 1, 1, 0, 1).with(new ActionModes(10, 1, 30, 2), HISTORY),
                row(1, 1, 1, 1, 1, 0, 1).with(new ActionModes(14, 1, 38, 2), HISTORY));

        // two seeds: standard deviations √8 and √32, divided by √2
        assertThat(Mean.stochastic(rows)).isEqualTo(new Mean(12, 2));
        assertThat(Mean.deterministic(rows)).isEqualTo(new Mean(34, 4));
        assertThat(Mean.deterministic(rows.subList(0, 1))).isEqualTo(new Mean(30, 2));
    }

    @Test
    void cells_seedAfterSeed_andConfigOfOne() {
        Variant clip = new Variant("clip-0.1", Algorithm.FPO, Map.of("fpo.clip", "0.1"));
        Grid grid = new Grid("title", List.of("a", "b", "a"), List.of(Variant.of(Algorithm.PPO), clip), List.of(0L, 4L),
                "cpu", Map.of("loop.epochs", "3"), new Budget(2000, 0, 2, 64));

        assertThat(grid.cells()).extracting(Cell::name).containsExactly("a-ppo-0", "a-clip-0.1-0", "b-ppo-0",
                "b-clip-0.1-0", "a-ppo-4", "a-clip-0.1-4", "b-ppo-4", "b-clip-0.1-4");
        RunConfig config = grid.config(new Cell("b", clip, 4));
        assertThat(config.env()).isEqualTo("b");
        assertThat(config.seed()).isEqualTo(4);
        assertThat(config.steps()).isEqualTo(2000);
        assertThat(config.minutes()).isZero();
        assertThat(config.threads()).isEqualTo(2);
        assertThat(config.algorithm().toString()).contains("clip=0.1", "epochs=3");
    }

    @Test
    void config_minutesAlone_setNoLimitOfSteps() {
        Grid grid = new Grid("title", List.of("a"), List.of(Variant.of(Algorithm.FPO)), List.of(0L), "cpu", Map.of(),
                new Budget(0, 1.5, 1, 64));

        assertThat(grid.config(grid.cells().getFirst()).steps()).isZero();
        assertThat(grid.config(grid.cells().getFirst()).minutes()).isEqualTo(1.5);
    }

    @Test
    void variant_nameThatIsNoFolder_isRefused() {
        assertThatThrownBy(() -> new Variant("a/b", Algorithm.FPO, Map.of())).hasMessageContaining("'a/b'");
    }

    @Test
    void learnt_needsThreeStandardErrors_andAStandardDeviationOfEpisodes() {
        // episodes of random actions: standard deviation 2·√64 = 16; three standard errors of the difference: 3·√8 = 8.5
        assertThat(row(0, 0, 0, 117, 2, 100, 2).learnt()).isTrue();
        assertThat(row(0, 0, 0, 115, 2, 100, 2).learnt()).isFalse();
        // the difference's standard error is √(8² + 2²) = 8.2
        assertThat(row(0, 0, 0, 120, 8, 100, 2).learnt()).isFalse();
        // better than random actions, but not than zero ones
        assertThat(row(0, 0, 0, -5, 0.1, -100, 0.1).learnt()).isFalse();
    }

    @Test
    void mean_ofOneSeed_hasTheErrorOverEpisodes_ofSeveral_overSeeds() {
        assertThat(Mean.last(List.of(row(0, 7, 0.5, 8, 0.4, 0, 0)))).isEqualTo(new Mean(7, 0.5));
        assertThat(Mean.best(List.of(row(0, 7, 0.5, 8, 0.4, 0, 0)))).isEqualTo(new Mean(8, 0.4));
        // variance of 1, 3, 8: 13; over three seeds √(13/3)
        Mean three = Mean.last(List.of(row(0, 1, 9, 0, 0, 0, 0), row(1, 3, 9, 0, 0, 0, 0), row(2, 8, 9, 0, 0, 0, 0)));
        assertThat(three.value()).isEqualTo(4);
        assertThat(three.se()).isEqualTo(2.081666, within(1e-6));
        assertThat(three).hasToString("4.000 ± 2.082");
    }

    @Test
    void mean_asText_hasMoreDecimalsTheSmallerItIs() {
        assertThat(new Mean(592.94, 8.56)).hasToString("592.9 ± 8.6");
        assertThat(new Mean(0.46, 0.0501)).hasToString("0.460 ± 0.050"); // a success rate
        assertThat(new Mean(0, 0)).hasToString("0.000 ± 0.000");
        assertThat(new Mean(1.5e9, Double.NaN)).hasToString("1.500e+09");
    }

    @Test
    void curves_ofTwoSeeds_areAveragedWhereBothAre() {
        Series mean = GridCurves.mean("fpo", List.of(
                Series.line("one", new double[] {0, 10, 20}, new double[] {0, 10, 40}),
                Series.line("other", new double[] {10, 15}, new double[] {20, 25})));

        assertThat(mean.x()[0]).isEqualTo(10);
        assertThat(mean.x()[mean.x().length - 1]).isEqualTo(15);
        assertThat(mean.y()[0]).isEqualTo(15);
        assertThat(mean.y()[mean.y().length - 1]).isEqualTo(25);
        // of 10 and 20: √(50/1/2)
        assertThat(Objects.requireNonNull(mean.above())[0]).isEqualTo(5, within(1e-9));
    }
}
