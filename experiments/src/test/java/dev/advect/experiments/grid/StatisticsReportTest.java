package dev.advect.experiments.grid;

import dev.advect.experiments.RecordLines;
import dev.advect.train.TrainingHistory;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Three algorithms, two tasks, two seeds, of which one algorithm lacks a task. */
class StatisticsReportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Row row(String variant, String task, long seed, double mean) {
        TrainingHistory history = new TrainingHistory(10, 100, 0.01, null,
                List.of(new TrainingHistory.Point(500, 5, mean / 2, 1), new TrainingHistory.Point(1000, 10, mean, 1)));
        return new Row(task, variant, variant, seed, 1000, 0.2, mean, 1, 1000, mean, 1, 64, 0, 0, 0, 0, 1000, 0,
                new ActionModes(mean, 1, mean + 100, 1), history);
    }

    private Path rows(Row... rows) throws IOException {
        Path file = folder.resolve("rows.jsonl");
        RecordLines<Row> lines = new RecordLines<>(file, Row.class);
        for (Row row : rows) {
            lines.append(row);
        }
        return file;
    }

    private Path all() throws IOException {
        return rows(row("fpo", "a", 0, 900), row("fpo", "a", 0, 800), row("fpo", "a", 1, 600), row("fpo", "b", 0, 200),
                row("fpo", "b", 1, 400), row("ppo", "a", 0, 500), row("ppo", "a", 1, 700), row("ppo", "b", 0, 400),
                row("dppo", "a", 0, 300));
    }

    @Test
    void values_aggregatesOverWhatAllHave_andNamesWhatIsMissing() throws IOException {
        Map<String, Object> two = StatisticsReport.read(List.of(all()), null, List.of("fpo", "ppo"), null).values();

        assertThat(two).containsEntry("tasks", List.of("a", "b")).containsEntry("runs", 7)
                .containsEntry("missing", List.of("ppo: b 1"));
        // the last row of a run counts: (0.8 + 0.6) / 2 and (0.2 + 0.4) / 2; without the lowest and the highest of four
        assertThat(value(two, "own", "fpo", "mean")).isEqualTo(0.5, within(1e-12));
        assertThat(value(two, "own", "fpo", "iqm")).isEqualTo(0.5, within(1e-12));
        assertThat(value(two, "own", "ppo", "mean")).isEqualTo(0.5, within(1e-12));
        assertThat(value(two, "deterministic", "ppo", "iqm")).isEqualTo((0.6 + 0.8 + 0.5) / 3, within(1e-12));
        // task a: 0.8 beats both, 0.6 one of two; task b: 0.2 loses, 0.4 ties
        assertThat(((Map<?, ?>) Objects.requireNonNull(two.get("improvement"))).get("fpo > ppo")).asInstanceOf(
                InstanceOfAssertFactories.LIST).first().isEqualTo((0.75 + 0.25) / 2);

        Map<String, Object> three = StatisticsReport.read(List.of(folder.resolve("rows.jsonl")), null, null, null).values();

        assertThat(three).containsEntry("tasks", List.of("a"))
                .containsEntry("missing", List.of("ppo: b 1", "dppo: a 1, b 0 1"));
    }

    private static double value(Map<String, Object> values, String mode, String variant, String statistic) {
        Map<?, ?> variants = (Map<?, ?>) values.get(mode);
        Map<?, ?> statistics = (Map<?, ?>) Objects.requireNonNull(variants).get(variant);
        return (Double) ((List<?>) Objects.requireNonNull(
                Objects.requireNonNull(statistics).get(statistic))).getFirst();
    }

    @Test
    void read_namesAskedForTwice_countOnce() throws IOException {
        Path rows = all();
        assertThat(StatisticsReport.read(List.of(rows), List.of("a", "a"), List.of("fpo", "fpo", "ppo"), List.of(0L, 1L, 0L)).values())
                .isEqualTo(StatisticsReport.read(List.of(rows), List.of("a"), List.of("fpo", "ppo"), List.of(0L, 1L)).values());
    }

    @Test
    void write_tablesAndPictures() throws IOException {
        String text = StatisticsReport.read(List.of(all()), null, List.of("fpo", "ppo"), null).write(folder);

        assertThat(text).contains("- ppo: b 1\n", "| fpo | 4 | 0.500 [", "| ppo | 3 | 0.500 [", "| fpo | 4 | 100 | 0.2 |");
        assertThat(folder.resolve("statistics.md")).content().contains("(profile.png)", "(iqm-steps.png)",
                "(iqm-seconds.png)", "(tasks-steps.png)", "(tasks-seconds.png)");
        for (String picture : List.of("profile", "iqm-steps", "iqm-seconds", "tasks-steps", "tasks-seconds")) {
            assertThat(folder.resolve(picture + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void write_runsOfSeveralBudgets_saysSo() throws IOException {
        Row shorter = row("fpo", "a", 0, 1);
        Row longer = new Row("a", "ppo", "ppo", 0, 5000, 0.2, 1, 1, 5000, 1, 1, 64, 0, 0, 0, 0, 5000, 1.5, shorter.ways(),
                shorter.training());
        StatisticsReport report = StatisticsReport.read(List.of(rows(longer, shorter)), null, null, null);

        assertThat(report.markdown())
                .contains("**Budgets differ**, so that scores are of runs of 1,000 steps and of 5,000 steps, 1.5 minutes.\n");
        assertThat(report.values()).containsEntry("budgets", List.of("1,000 steps", "5,000 steps, 1.5 minutes"));
        assertThat(StatisticsReport.read(List.of(folder.resolve("rows.jsonl")), null, List.of("ppo"), null).markdown())
                .doesNotContain("Budgets differ");
    }

    @Test
    void write_algorithmsWithoutACommonTask_saysThatNothingCanBeCompared() throws IOException {
        Path file = rows(row("fpo", "a", 0, 1), row("ppo", "b", 0, 1));

        assertThat(StatisticsReport.read(List.of(file), null, null, null).write(folder))
                .contains("- fpo: b 0\n", "nothing can be compared").doesNotContain("## Aggregates");
    }

    @Test
    void read_noRows_isRefused() throws IOException {
        assertThatThrownBy(() -> StatisticsReport.read(List.of(folder.resolve("none")), null, null, null))
                .isInstanceOf(IOException.class).hasMessageContaining("there are no rows yet");
        Path file = all();
        assertThatThrownBy(() -> StatisticsReport.read(List.of(file), List.of("c"), null, null))
                .isInstanceOf(IOException.class).hasMessageContaining("none of these runs has a row");
    }

    @Test
    void tick_isRound() {
        assertThat(StatisticsPictures.tick(5_000_000)).isEqualTo(1_000_000);
        assertThat(StatisticsPictures.tick(1000)).isEqualTo(200);
        assertThat(StatisticsPictures.tick(130)).isEqualTo(20, within(1e-9));
    }
}
