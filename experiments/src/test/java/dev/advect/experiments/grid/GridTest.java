package dev.advect.experiments.grid;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvFactory;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
import dev.advect.plot.Curve.Series;
import dev.advect.train.Algorithm;
import dev.advect.train.RunConfig;
import dev.advect.train.TrainListener;
import dev.advect.train.TrainingHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class GridTest {
    private static final EnvFactory NO_ENVIRONMENT = () -> {
        throw new AssertionError("nothing is trained");
    };
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

    private static Row of(String variant, long seed, long budgetSteps) {
        return new Row("a", variant, variant, seed, budgetSteps, 0.5, 8 + seed, 1, budgetSteps, 9, 1, 64, 20, 1, 20, 1, budgetSteps,
                0, null, null);
    }

    /** FPO was trained for longer than is asked now, and of PPO a seed is missing. */
    @Test
    void report_saysWhichRunsHadAnotherBudget_andOfHowManySeedsAMeanIs() {
        Grid grid = new Grid("title", List.of("a"), List.of(Variant.of(Algorithm.FPO), Variant.of(Algorithm.PPO)), List.of(0L, 2L),
                "cpu", Map.of(), new Budget(500_000, 0, 1, 64));
        Map<Cell, Row> results = new LinkedHashMap<>();
        Map<Cell, RunConfig> asked = new LinkedHashMap<>();
        grid.cells().forEach(cell -> asked.put(cell, grid.config(cell)));
        grid.cells().stream().filter(cell -> !cell.name().equals("a-ppo-2")).forEach(cell -> results.put(cell,
                of(cell.variant().name(), cell.seed(), cell.name().equals("a-fpo-2") ? 5_000_000 : 500_000)));

        GridReport report = new GridReport(grid, Path.of("none"), results, asked);

        assertThat(report.markdown()).contains("500,000 steps, 1 threads, ",
                "**A dagger: with a run of another budget than that.** 5,000,000 steps: a-fpo-2.\n",
                "| a | 9.000 ± 1.000 † | 8.000 ± 1.000 (1 seed, episodes) |");
        assertThat(report.values()).containsEntry("other_budgets",
                Map.of("a-fpo-2", Map.of("steps", 5_000_000L, "minutes", 0.0)));
        results.values().removeIf(row -> row.budgetSteps() > 500_000);
        GridReport alike = new GridReport(grid, Path.of("none"), results, asked);
        assertThat(alike.markdown()).doesNotContain("dagger", "†");
        assertThat(alike.values()).doesNotContainKey("other_budgets");
    }

    @Test
    void run_whoseValuesTurnOutNotToGoTogether_isReported_andTheOthersGoOn(@TempDir Path folder) throws IOException {
        Grid grid = new Grid("title", List.of("a"), List.of(Variant.of(Algorithm.FPO)), List.of(0L, 1L), "cpu", Map.of(),
                new Budget(1000, 0, 1, 64));
        List<String> failures = new ArrayList<>();

        new GridRun(grid, folder, _ -> NO_ENVIRONMENT).run(new ExperimentListener() {
            @Override
            public Follower begins(Cell cell, int number, int count) {
                return () -> {};
            }

            @Override
            public void ended(Row row) {
                throw new AssertionError(row);
            }

            @Override
            public void failed(Cell cell, Exception why) {
                failures.add(cell.name() + ": " + why.getMessage());
            }

            @Override
            public void stopBy(Runnable ask) {}

            @Override
            public boolean stopRequested() {
                return false;
            }
        }, new RunExecutor() {
            @Override
            public int parallel() {
                return 1;
            }

            @Override
            public Measured run(RunJob job, TrainListener listener, Consumer<Runnable> stopper) {
                throw new InvalidValueException("no learner");
            }
        });

        assertThat(failures).containsExactly("a-fpo-0: no learner", "a-fpo-1: no learner");
    }

    @Test
    void run_ofAKeyThatIsNone_isRefusedBeforeTheFirst() {
        Grid grid = new Grid("title", List.of("a"), List.of(Variant.of(Algorithm.FPO)), List.of(0L), "cpu",
                Map.of("loop.epoch", "3"), new Budget(1000, 0, 1, 64));

        assertThatThrownBy(() -> new GridRun(grid, Path.of("none"), _ -> NO_ENVIRONMENT))
                .isInstanceOf(InvalidValueException.class).hasMessageContaining("unknown key 'loop.epoch'");
    }

    @Test
    void curves_titleHasTheNumbersOfTheirRuns() {
        assertThat(GridCurves.seeds(IntStream.of(3, 3).summaryStatistics())).isEqualTo(", mean of 3 seeds ± standard error");
        assertThat(GridCurves.seeds(IntStream.of(3, 1, 2).summaryStatistics())).isEqualTo(", mean of 1 to 3 seeds ± standard error");
        assertThat(GridCurves.seeds(IntStream.of(1, 1).summaryStatistics())).isEmpty();
        assertThat(GridCurves.seeds(IntStream.empty().summaryStatistics())).isEmpty();
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
