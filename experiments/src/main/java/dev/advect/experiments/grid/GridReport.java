package dev.advect.experiments.grid;

import dev.advect.io.AtomicFile;
import dev.advect.train.NumberText;
import dev.advect.train.RunConfig;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The report of an experiment: tables in Markdown, a plot of learning curves for each task, and the same results as
 * values.
 */
public final class GridReport {
    private final Grid grid;
    private final Path folder;
    private final List<Row> rows;
    /**
     * The rows of runs that had another budget than asked for. A finished run with a larger one is not repeated, and one with a
     * smaller one has its row until it has gone on.
     */
    private final List<Row> otherwise;

    /**
     * @param results the last row of each run that has any, in the experiment's order
     * @param asked the configuration of every run
     */
    GridReport(Grid grid, Path folder, Map<Cell, Row> results, Map<Cell, RunConfig> asked) {
        this.grid = grid;
        this.folder = folder;
        rows = List.copyOf(results.values());
        otherwise = results.entrySet().stream()
                .filter(result -> !result.getValue().hasBudgetOf(Objects.requireNonNull(asked.get(result.getKey()))))
                .map(Map.Entry::getValue).toList();
    }

    /** The file with the tables, written by {@link #write}. */
    public Path file() {
        return folder.resolve("report.md");
    }

    void write() throws IOException {
        GridCurves curves = new GridCurves(grid, folder, rows);
        List<String> pictures = new ArrayList<>();
        for (String task : tasks()) {
            curves.draw(task).ifPresent(picture -> pictures.add("![" + task + "](" + picture + ")"));
        }
        AtomicFile.writeString(file(), markdown() + "\n## Curves\n\n" + String.join("\n\n", pictures) + "\n");
    }

    /** The tasks that have a row. */
    private List<String> tasks() {
        return grid.tasks().stream().filter(task -> rows.stream().anyMatch(row -> row.task().equals(task))).toList();
    }

    private List<Row> of(String task, Variant variant) {
        return rows.stream().filter(row -> row.task().equals(task) && row.variant().equals(variant.name())).toList();
    }

    /** The tables of last checkpoints, best checkpoints and single runs. */
    public String markdown() {
        String over = grid.seeds().size() > 1 ? "over seeds" : "over episodes";
        return "# " + grid.title() + "\n\n"
                + "Preset " + grid.preset() + ", seeds " + grid.seeds() + ", " + budget() + ", evaluations of "
                + grid.budget().episodes() + " episodes. Mean return ± standard error " + over + ".\n\n" + otherBudgets()
                + "## Last checkpoint\n\n" + table(Mean::last) + "\n"
                + "## Best checkpoint\n\nChosen by the run's own evaluations, measured in other episodes. "
                + "An asterisk: learnt, that is above random and zero actions by three standard errors of the difference "
                + "and by the standard deviation of their episodes, in every seed.\n\n"
                + table(Mean::best) + "\n" + actionModes()
                + "## Runs\n\n" + runs();
    }

    private String actionModes() {
        return haveModes(rows) ? "## Last checkpoint, by action mode\n\nStochastic actions, as in training:\n\n"
                + table(Mean::stochastic) + "\nDeterministic actions, at zero noise or a Gaussian's mean:\n\n"
                + table(Mean::deterministic) + "\n" : "";
    }

    /** Whether all rows have results for both action modes, which rows of older versions lack. */
    private static boolean haveModes(List<Row> rows) {
        return rows.stream().allMatch(row -> row.ways() != null);
    }

    private String budget() {
        Budget budget = grid.budget();
        return (budget.steps() == 0 && budget.minutes() == 0 ? "" : Budget.text(budget.steps(), budget.minutes()) + ", ")
                + budget.threads() + " threads";
    }

    private String otherBudgets() {
        Map<String, List<String>> runs = new LinkedHashMap<>();
        otherwise.forEach(row -> runs.computeIfAbsent(Budget.text(row.budgetSteps(), row.budgetMinutes()), _ -> new ArrayList<>())
                .add(row.run()));
        return runs.isEmpty() ? "" : "**A dagger: with a run of another budget than that.** " + runs.entrySet().stream()
                .map(budget -> budget.getKey() + ": " + String.join(", ", budget.getValue())).collect(Collectors.joining("; ")) + ".\n\n";
    }

    private String table(Function<List<Row>, Mean> mean) {
        StringBuilder text = new StringBuilder("| task |");
        grid.variants().forEach(variant -> text.append(' ').append(variant.name()).append(" |"));
        text.append(" random | zero |\n|---|").append("---|".repeat(grid.variants().size() + 2)).append('\n');
        for (String task : tasks()) {
            text.append("| ").append(task).append(" |");
            for (Variant variant : grid.variants()) {
                List<Row> found = of(task, variant);
                text.append(' ').append(found.isEmpty() ? "" : mean.apply(found) + seeds(found.size())
                        + (learnt(found) ? " *" : "") + (found.stream().anyMatch(otherwise::contains) ? " †" : "")).append(" |");
            }
            Row any = rows.stream().filter(row -> row.task().equals(task)).findFirst().orElseThrow();
            text.append(String.format(Locale.ROOT, " %s | %s |%n", NumberText.of(any.random()), NumberText.of(any.zero())));
        }
        Map<String, Double> means = means(mean);
        if (!means.isEmpty()) {
            text.append("| mean of ").append(complete().size()).append(" |");
            means.values().forEach(value -> text.append(' ').append(NumberText.of(value)).append(" |"));
            text.append(" | |\n");
        }
        return text.toString();
    }

    /** Over what a mean is, where it is not over all seeds. */
    private String seeds(int found) {
        return found == grid.seeds().size() ? "" : found == 1 ? " (1 seed, episodes)" : " (" + found + " seeds)";
    }

    private static boolean learnt(List<Row> found) {
        return found.stream().allMatch(Row::learnt);
    }

    /** The tasks in which every variant has a row. Only these can be averaged and compared. */
    private List<String> complete() {
        return tasks().stream()
                .filter(task -> grid.variants().stream().noneMatch(variant -> of(task, variant).isEmpty())).toList();
    }

    private Map<String, Double> means(Function<List<Row>, Mean> mean) {
        List<String> complete = complete();
        Map<String, Double> means = new LinkedHashMap<>();
        if (!complete.isEmpty()) {
            for (Variant variant : grid.variants()) {
                means.put(variant.name(), complete.stream().mapToDouble(task -> mean.apply(of(task, variant)).value())
                        .average().orElseThrow());
            }
        }
        return means;
    }

    private String runs() {
        return rows.stream().map(row -> String.format(Locale.ROOT,
                        "| %s | %s | %d | %.2f M | %.1f | %s | %s at %.2f M | %s | %s | %s |%n", row.task(),
                        row.variant(), row.seed(), row.steps() / 1e6, row.minutes(),
                        new Mean(row.mean(), row.se()), new Mean(row.bestMean(), row.bestSe()), row.bestStep() / 1e6,
                        NumberText.of(row.random()), NumberText.of(row.zero()), row.learnt() ? "yes" : "no"))
                .collect(Collectors.joining("", """
                        | task | variant | seed | steps | minutes | last | best | random | zero | learnt |
                        |---|---|---|---|---|---|---|---|---|---|
                        """, ""));
    }

    /**
     * The results as values: {@code mean} is the mean return of the last checkpoints over the tasks that every variant
     * has, as are {@code mean_drawn} and {@code mean_central} for stochastic and deterministic actions; {@code tasks}
     * has the results by task and variant; {@code learnt} counts the tasks that each variant has learnt;
     * {@code other_budgets} has the budgets of runs that had another one than asked for, if there are any.
     */
    public Map<String, Object> values() {
        Map<String, Object> tasks = new LinkedHashMap<>();
        for (String task : tasks()) {
            Map<String, Object> variants = new LinkedHashMap<>();
            for (Variant variant : grid.variants()) {
                List<Row> found = of(task, variant);
                if (!found.isEmpty()) {
                    variants.put(variant.name(), values(found));
                }
            }
            tasks.put(task, variants);
        }
        Map<String, Object> learnt = new LinkedHashMap<>();
        for (Variant variant : grid.variants()) {
            learnt.put(variant.name(), tasks().stream().map(task -> of(task, variant))
                    .filter(found -> !found.isEmpty() && learnt(found)).count());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("mean", means(Mean::last));
        if (haveModes(rows)) {
            all.put("mean_drawn", means(Mean::stochastic));
            all.put("mean_central", means(Mean::deterministic));
        }
        all.put("tasks", tasks);
        all.put("learnt", learnt);
        all.put("runs", rows.size());
        if (!otherwise.isEmpty()) {
            Map<String, Object> budgets = new LinkedHashMap<>();
            otherwise.forEach(row -> budgets.put(row.run(), Map.of("steps", row.budgetSteps(), "minutes", row.budgetMinutes())));
            all.put("other_budgets", budgets);
        }
        return all;
    }

    private static Map<String, Object> values(List<Row> found) {
        Row any = found.getFirst();
        Mean last = Mean.last(found);
        Mean best = Mean.best(found);
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("mean", last.value());
        values.put("se", last.se());
        values.put("best_mean", best.value());
        values.put("best_se", best.se());
        if (haveModes(found)) {
            values.put("drawn", Mean.stochastic(found).value());
            values.put("drawn_se", Mean.stochastic(found).se());
            values.put("central", Mean.deterministic(found).value());
            values.put("central_se", Mean.deterministic(found).se());
        }
        values.put("seeds", found.size());
        values.put("random", any.random());
        values.put("zero", any.zero());
        values.put("learnt", learnt(found));
        return values;
    }
}
