package dev.advect.experiments.grid;

import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.experiments.CheckpointEvaluator;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.CellTraining.Spent;
import dev.advect.experiments.grid.Row.Baselines;
import dev.advect.io.Checkpoints.Best;
import dev.advect.train.Evaluation;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Does the runs of an experiment one after the other. What is done stays: a run with a row is skipped, an interrupted one
 * goes on from its checkpoint, so that an experiment can be done in parts.
 *
 * <pre>
 * rows.jsonl             a line a run, see {@link Row}
 * baselines.jsonl        a line a task
 * cheetah-run-fpo-0/     a run directory each
 * </pre>
 */
public final class GridRun {
    /** The stream of the rows' episodes: others than those by which a run chose its best checkpoint. */
    private static final long SEED = 0xe7a1;

    private final Grid grid;
    private final Path folder;
    private final Map<String, EnvFactory> factories = new LinkedHashMap<>();
    private final RecordLines<Row> rows;
    private final RecordLines<Baselines> baselines;

    /** @param environments by name; a name that they do not know fails here, before hours have passed */
    public GridRun(Grid grid, Path folder, Function<String, EnvFactory> environments) {
        this.grid = grid;
        this.folder = folder;
        grid.tasks().forEach(task -> factories.put(task, environments.apply(task)));
        rows = new RecordLines<>(folder.resolve("rows.jsonl"), Row.class);
        baselines = new RecordLines<>(folder.resolve("baselines.jsonl"), Baselines.class);
    }

    /** Does what is not done yet; the report is written anew after every run. */
    public void run(ExperimentListener course) throws IOException {
        Files.createDirectories(folder);
        List<Cell> cells = grid.cells();
        for (int i = 0; i < cells.size() && !course.stopRequested(); i++) {
            Cell cell = cells.get(i);
            RunConfig config = grid.config(cell);
            try {
                Row row = results().get(cell);
                if (row != null && isEnough(row, config)) {
                    addWays(cell, row);
                } else {
                    run(cell, config, i + 1, course);
                }
            } catch (IOException | EnvException e) {
                course.failed(cell, e);
            }
        }
        report();
    }

    /** Its tables and pictures, of the rows that there are. */
    public GridReport report() throws IOException {
        GridReport report = new GridReport(grid, folder, results().values().stream().toList());
        report.write();
        return report;
    }

    /** A larger budget than the row's is a reason to go on. */
    private static boolean isEnough(Row row, RunConfig config) {
        return covers(row.budgetSteps(), config.steps()) && covers(row.budgetMinutes(), config.minutes());
    }

    /** Whether one limit is as large as another; 0 is none. */
    private static boolean covers(double limit, double other) {
        return limit == 0 || (other > 0 && limit >= other);
    }

    /** The last row of every run, in the experiment's order. */
    private Map<Cell, Row> results() throws IOException {
        List<Row> all = rows.read();
        Map<Cell, Row> results = new LinkedHashMap<>();
        for (Cell cell : grid.cells()) {
            all.stream().filter(row -> row.isOf(cell)).reduce((a, b) -> b).ifPresent(row -> results.put(cell, row));
        }
        return results;
    }

    private void run(Cell cell, RunConfig config, int number, ExperimentListener course) throws IOException {
        EnvFactory factory = Objects.requireNonNull(factories.get(cell.task()));
        CellTraining training = new CellTraining(folder.resolve(cell.name()), config, factory);
        try (ExperimentListener.Follower follower = course.begins(cell, number, grid.cells().size())) {
            training.run(follower, course::stopBy);
        }
        if (course.stopRequested()) {
            return; // it goes on another time
        }
        Baselines base = baselines(cell.task(), factory);
        RunDirectory directory = training.directory();
        Spent spent = training.spent();
        Last last = last(directory, factory);
        long bestStep = directory.checkpoints().best().map(Best::step).orElse(spent.steps());
        Evaluation best = bestStep == spent.steps() ? last.own : best(directory, factory);
        Row row = new Row(cell.task(), cell.variant().name(), cell.variant().algo().toString(), cell.seed(), spent.steps(),
                spent.seconds() / 60, last.own.mean(), last.own.se(), bestStep, best.mean(), best.se(), last.own.episodes(),
                base.random(), base.randomSe(), base.zero(), base.zeroSe(), config.steps(), config.minutes(), last.ways);
        rows.append(row);
        course.ended(row);
        report();
    }

    private Baselines baselines(String task, EnvFactory factory) throws IOException {
        int episodes = grid.budget().episodes();
        for (Baselines known : baselines.read()) {
            if (known.task().equals(task) && known.episodes() == episodes) {
                return known;
            }
        }
        Baselines measured = Baselines.of(task, Baseline.RANDOM.evaluate(factory, episodes, SEED),
                Baseline.ZERO.evaluate(factory, episodes, SEED));
        baselines.append(measured);
        return measured;
    }

    /** A row of an older version gets what it lacks, where its run is still there. */
    private void addWays(Cell cell, Row row) throws IOException {
        Path run = folder.resolve(cell.name());
        if (row.ways() == null && Files.exists(run)) {
            EnvFactory factory = Objects.requireNonNull(factories.get(cell.task()));
            rows.append(row.with(last(RunDirectory.open(run), factory).ways));
        }
    }

    /** What the last checkpoint reaches: as it is evaluated by default, and in both ways. */
    private record Last(Evaluation own, ActionModes ways) {}

    private Last last(RunDirectory directory, EnvFactory factory) throws IOException {
        try (CheckpointEvaluator evaluator = evaluator(directory, "latest", factory)) {
            Evaluation drawn = evaluator.evaluate(SEED, true);
            Evaluation central = evaluator.evaluate(SEED, false);
            return new Last(evaluator.policy().sampledByDefault() ? drawn : central, ActionModes.of(drawn, central));
        }
    }

    private Evaluation best(RunDirectory directory, EnvFactory factory) throws IOException {
        try (CheckpointEvaluator evaluator = evaluator(directory, "best", factory)) {
            return evaluator.evaluate(SEED);
        }
    }

    private CheckpointEvaluator evaluator(RunDirectory directory, String which, EnvFactory factory) throws IOException {
        Budget budget = grid.budget();
        return new CheckpointEvaluator(directory, which, factory, budget.threads(), budget.episodes());
    }
}
