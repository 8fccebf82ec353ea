package dev.advect.experiments.grid;

import dev.advect.experiments.grid.statistics.Scores;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows of an experiment as scores by algorithm and task. A score is a return divided by 1000, the highest return of
 * the control suite's tasks.
 *
 * <p>Cells may be missing. Algorithms are compared on those tasks of which each of them has a run.
 *
 * @param tasks the tasks that the table should have
 * @param variants the names of the algorithms or variants that it should have, in order
 * @param seeds the seeds that it should have
 * @param rows one row per run
 */
record ScoreTable(List<String> tasks, List<String> variants, List<Long> seeds, List<Row> rows) {
    static final double HIGHEST_RETURN = 1000;

    /** Which of a run's returns is its score. */
    enum Mode {
        OWN("acting as it is evaluated by default"),
        STOCHASTIC("stochastic actions"),
        DETERMINISTIC("deterministic actions");

        private final String label;

        Mode(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        double score(Row row) {
            double result = switch (this) {
                case OWN -> row.mean();
                case STOCHASTIC -> Objects.requireNonNull(row.ways()).drawn();
                case DETERMINISTIC -> Objects.requireNonNull(row.ways()).central();
            };
            return result / HIGHEST_RETURN;
        }
    }

    /**
     * Keeps the last row of every run that is asked for.
     *
     * @param tasks the tasks; null for those of the rows, in alphabetical order
     * @param variants the variants; null for those of the rows, in the order in which they appear
     * @param seeds the seeds; null for those of the rows
     */
    static ScoreTable of(List<Row> all, @Nullable List<String> tasks, @Nullable List<String> variants,
            @Nullable List<Long> seeds) {
        List<String> wantedTasks = distinct(tasks != null ? tasks.stream() : all.stream().map(Row::task).sorted());
        List<String> wantedVariants = distinct(variants != null ? variants.stream() : all.stream().map(Row::variant));
        List<Long> wantedSeeds = distinct(seeds != null ? seeds.stream() : all.stream().map(Row::seed).sorted());
        List<Row> last = new ArrayList<>();
        for (String variant : wantedVariants) {
            for (String task : wantedTasks) {
                for (long seed : wantedSeeds) {
                    all.stream().filter(row -> row.variant().equals(variant) && row.task().equals(task) && row.seed() == seed)
                            .reduce((a, b) -> b).ifPresent(last::add);
                }
            }
        }
        return new ScoreTable(wantedTasks, wantedVariants, wantedSeeds, last);
    }

    /** What is asked for twice counts once. */
    private static <T> List<T> distinct(Stream<T> names) {
        return names.distinct().toList();
    }

    /** The runs of a variant on a task, by seed. */
    List<Row> of(String variant, String task) {
        return rows.stream().filter(row -> row.variant().equals(variant) && row.task().equals(task))
                .sorted(Comparator.comparingLong(Row::seed)).toList();
    }

    /** The variants that have a run. */
    List<String> present() {
        Set<String> found = new LinkedHashSet<>(variants);
        found.removeIf(variant -> rows.stream().noneMatch(row -> row.variant().equals(variant)));
        return List.copyOf(found);
    }

    /** The tasks of which every variant that is present has a run. */
    List<String> compared() {
        return tasks.stream()
                .filter(task -> !present().isEmpty() && present().stream().noneMatch(variant -> of(variant, task).isEmpty()))
                .toList();
    }

    /** The scores of a variant on the compared tasks, of which there must be one. */
    Scores scores(String variant, Mode mode) {
        return new Scores(compared().stream()
                .map(task -> of(variant, task).stream().mapToDouble(mode::score).toArray()).toList());
    }

    /** Whether all rows have the results of a mode, which rows of older versions lack. */
    boolean has(Mode mode) {
        return mode == Mode.OWN || rows.stream().allMatch(row -> row.ways() != null);
    }

    /** Whether no variant has more than one run of a task, which leaves a bootstrap nothing to draw from. */
    boolean hasSingleRunsOnly() {
        return rows.stream().map(row -> row.variant() + " " + row.task()).distinct().count() == rows.size();
    }

    /** The budgets of the runs, in words and in order: scores of several are of unequal experience. */
    List<String> budgets() {
        return rows.stream().sorted(Comparator.comparingLong(Row::budgetSteps).thenComparingDouble(Row::budgetMinutes))
                .map(row -> Budget.text(row.budgetSteps(), row.budgetMinutes())).distinct().toList();
    }

    /** The missing runs, one line per variant, such as "refpo: cheetah-run 1 2, fish-swim 0". */
    List<String> missing() {
        List<String> lines = new ArrayList<>();
        for (String variant : variants) {
            List<String> cells = new ArrayList<>();
            for (String task : tasks) {
                List<Long> there = of(variant, task).stream().map(Row::seed).toList();
                List<String> absent = seeds.stream().filter(seed -> !there.contains(seed)).map(String::valueOf).toList();
                if (!absent.isEmpty()) {
                    cells.add(task + " " + String.join(" ", absent));
                }
            }
            if (!cells.isEmpty()) {
                lines.add(variant + ": " + String.join(", ", cells));
            }
        }
        return lines;
    }
}
