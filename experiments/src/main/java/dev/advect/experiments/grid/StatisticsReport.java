package dev.advect.experiments.grid;

import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.ScoreTable.Mode;
import dev.advect.experiments.grid.statistics.Interval;
import dev.advect.experiments.grid.statistics.Scores;
import dev.advect.experiments.grid.statistics.StratifiedBootstrap;
import dev.advect.io.AtomicFile;
import dev.advect.train.TrainingHistory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * The comparison of algorithms over tasks and seeds, from rows alone: aggregates with intervals, probabilities of
 * improvement, performance profile and learning curves, see {@link dev.advect.experiments.grid.statistics}.
 */
public final class StatisticsReport {
    /** The number of resamples, as in rliable. */
    private static final StratifiedBootstrap BOOTSTRAP = new StratifiedBootstrap(50_000, 0);

    private final ScoreTable table;

    private StatisticsReport(ScoreTable table) {
        this.table = table;
    }

    /**
     * Reads the rows of some files, of which later ones replace earlier ones of the same run.
     *
     * @param tasks the tasks that the table should have; null for those of the rows
     * @param variants the variants that it should have; null for those of the rows
     * @param seeds the seeds that it should have; null for those of the rows
     * @throws IOException if a file is missing or damaged, or has none of these runs
     */
    public static StatisticsReport read(List<Path> files, @Nullable List<String> tasks, @Nullable List<String> variants,
            @Nullable List<Long> seeds) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Path file : files) {
            if (!Files.exists(file)) {
                throw new IOException("there are no rows yet: " + file + " is missing");
            }
            rows.addAll(new RecordLines<>(file, Row.class).read());
        }
        ScoreTable table = ScoreTable.of(rows, tasks, variants, seeds);
        if (table.rows().isEmpty()) {
            throw new IOException("none of these runs has a row in " + files.getFirst());
        }
        return new StatisticsReport(table);
    }

    /**
     * Writes {@code statistics.md} and its pictures into a folder.
     *
     * @return the text
     */
    public String write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> pictures = new StatisticsPictures(table).write(folder);
        String text = markdown();
        AtomicFile.writeString(folder.resolve("statistics.md"), text + "\n## Pictures\n\n" + String.join("\n\n", pictures) + "\n");
        return text;
    }

    /** The tables. */
    String markdown() {
        StringBuilder text = new StringBuilder("# Statistics\n\n");
        text.append("Scores are returns / 1000 of the last checkpoints. ").append(table.rows().size()).append(" runs, seeds ")
                .append(table.seeds()).append(". Compared on ").append(table.compared().size()).append(" tasks: ")
                .append(String.join(", ", table.compared())).append(".\n\n");
        List<String> missing = table.missing();
        if (!missing.isEmpty()) {
            text.append("**Missing runs** (task, seeds):\n\n");
            missing.forEach(line -> text.append("- ").append(line).append('\n'));
            text.append("\nWhat is compared is what all algorithms have: `--algos` and `--tasks` choose others.\n\n");
        }
        if (table.budgets().size() > 1) {
            text.append("**Budgets differ**, so that scores are of runs of ").append(String.join(" and of ", table.budgets()))
                    .append(".\n\n");
        }
        if (table.compared().isEmpty()) {
            return text.append("There is no task that all algorithms have, so nothing can be compared.\n").toString();
        }
        if (table.hasSingleRunsOnly()) {
            text.append("There is one run of each task, so intervals have no width: they need several seeds.\n\n");
        }
        text.append("## Aggregates\n\nMean over tasks, and interquartile mean over all runs, [95 % intervals of a bootstrap "
                + "stratified by task].\n\n");
        for (Mode mode : Mode.values()) {
            if (table.has(mode)) {
                text.append(capital(mode.label())).append(":\n\n").append(aggregates(mode)).append('\n');
            }
        }
        text.append("## Probability of improvement\n\nThe probability that a run of the row's algorithm is better than one of "
                + "the column's on the same task, ").append(Mode.OWN.label()).append(".\n\n").append(improvements());
        String speed = speed();
        return speed.isEmpty() ? text.toString() : text.append("\n## Speed\n\nWithout evaluations.\n\n").append(speed).toString();
    }

    private String aggregates(Mode mode) {
        StringBuilder text = new StringBuilder("| algorithm | runs | mean | interquartile mean |\n|---|---|---|---|\n");
        for (String variant : table.present()) {
            Scores scores = table.scores(variant, mode);
            text.append(String.format(Locale.ROOT, "| %s | %d | %s | %s |%n", variant, scores.all().length,
                    BOOTSTRAP.interval(scores, Scores::mean), BOOTSTRAP.interval(scores, Scores::interquartileMean)));
        }
        return text.toString();
    }

    private String improvements() {
        List<String> variants = table.present();
        StringBuilder text = new StringBuilder("| | ").append(String.join(" | ", variants)).append(" |\n|---|")
                .append("---|".repeat(variants.size())).append('\n');
        for (String row : variants) {
            text.append("| ").append(row).append(" |");
            for (String column : variants) {
                text.append(' ').append(row.equals(column) ? "" : improvement(row, column)).append(" |");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private Interval improvement(String row, String column) {
        return BOOTSTRAP.interval(
                table.scores(row, Mode.OWN), table.scores(column, Mode.OWN), Scores::probabilityOfImprovementOver);
    }

    private String speed() {
        StringBuilder text = new StringBuilder();
        for (String variant : table.present()) {
            List<TrainingHistory> known = table.rows().stream().filter(row -> row.variant().equals(variant))
                    .filter(row -> row.training() != null).map(row -> Objects.requireNonNull(row.training())).toList();
            if (!known.isEmpty()) {
                text.append(String.format(Locale.ROOT, "| %s | %d | %,.0f | %.1f |%n", variant, known.size(),
                        known.stream().mapToDouble(TrainingHistory::stepsPerSecond).average().orElseThrow(),
                        known.stream().mapToDouble(TrainingHistory::seconds).average().orElseThrow() / 60));
            }
        }
        return text.isEmpty() ? "" : "| algorithm | runs | steps/s | minutes per run |\n|---|---|---|---|\n" + text;
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    /** The results as values: aggregates by mode and variant, probabilities of improvement, missing runs, and budgets. */
    public Map<String, Object> values() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("tasks", table.compared());
        all.put("runs", table.rows().size());
        all.put("missing", table.missing());
        all.put("budgets", table.budgets());
        if (table.compared().isEmpty()) {
            return all;
        }
        for (Mode mode : Mode.values()) {
            if (table.has(mode)) {
                Map<String, Object> variants = new LinkedHashMap<>();
                for (String variant : table.present()) {
                    Scores scores = table.scores(variant, mode);
                    variants.put(variant, Map.of("mean", values(BOOTSTRAP.interval(scores, Scores::mean)),
                            "iqm", values(BOOTSTRAP.interval(scores, Scores::interquartileMean))));
                }
                all.put(mode.name().toLowerCase(Locale.ROOT), variants);
            }
        }
        Map<String, Object> improvement = new LinkedHashMap<>();
        for (String row : table.present()) {
            for (String column : table.present()) {
                if (!row.equals(column)) {
                    improvement.put(row + " > " + column, values(improvement(row, column)));
                }
            }
        }
        all.put("improvement", improvement);
        return all;
    }

    private static List<Double> values(Interval interval) {
        return List.of(interval.value(), interval.low(), interval.high());
    }
}
