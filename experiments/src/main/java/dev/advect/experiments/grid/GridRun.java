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
import dev.advect.train.TrainingHistory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The execution of an experiment's runs, one after another. A run that has a row is skipped and an interrupted one
 * continues from its checkpoint, so that an experiment can be executed in parts.
 *
 * <pre>
 * rows.jsonl             one line per run, see {@link Row}
 * baselines.jsonl        one line per task
 * cheetah-run-fpo-0/     one run directory per run
 * </pre>
 */
public final class GridRun {
    /** The seed of the rows' episodes, which are other ones than those by which a run selected its best checkpoint. */
    private static final long SEED = 0xe7a1;

    private final Grid grid;
    private final Path folder;
    private final Map<String, EnvFactory> factories = new LinkedHashMap<>();
    private final RecordLines<Row> rows;
    private final RecordLines<Baselines> baselines;

    /**
     * @param environments the environments by name; an unknown name fails here, before hours have passed
     */
    public GridRun(Grid grid, Path folder, Function<String, EnvFactory> environments) {
        this.grid = grid;
        this.folder = folder;
        grid.tasks().forEach(task -> factories.put(task, environments.apply(task)));
        rows = new RecordLines<>(folder.resolve("rows.jsonl"), Row.class);
        baselines = new RecordLines<>(folder.resolve("baselines.jsonl"), Baselines.class);
    }

    /** Executes the runs that are not done yet. The report is updated after every run. */
    public void run(ExperimentListener listener) throws IOException {
        Files.createDirectories(folder);
        List<Cell> cells = grid.cells();
        for (int i = 0; i < cells.size() && !listener.stopRequested(); i++) {
            Cell cell = cells.get(i);
            RunConfig config = grid.config(cell);
            try {
                Row row = results().get(cell);
                if (row != null && isEnough(row, config)) {
                    complete(cell, row);
                } else {
                    run(cell, config, i + 1, listener);
                }
            } catch (IOException | EnvException e) {
                listener.failed(cell, e);
            }
        }
        report();
    }

    /** Writes the tables and plots of the available rows. */
    public GridReport report() throws IOException {
        GridReport report = new GridReport(grid, folder, results().values().stream().toList());
        report.write();
        return report;
    }

    /** Whether a row covers the budget; if not, the run continues. */
    private static boolean isEnough(Row row, RunConfig config) {
        return covers(row.budgetSteps(), config.steps()) && covers(row.budgetMinutes(), config.minutes());
    }

    /** Whether one limit is at least as large as another; 0 means no limit. */
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

    private void run(Cell cell, RunConfig config, int number, ExperimentListener listener) throws IOException {
        EnvFactory factory = Objects.requireNonNull(factories.get(cell.task()));
        CellTraining training = new CellTraining(folder.resolve(cell.name()), config, factory);
        try (ExperimentListener.Follower follower = listener.begins(cell, number, grid.cells().size())) {
            training.run(follower, listener::stopBy);
        }
        if (listener.stopRequested()) {
            return; // it continues another time
        }
        Baselines base = baselines(cell.task(), factory);
        RunDirectory directory = training.directory();
        Spent spent = training.spent();
        Last last = last(directory, factory);
        long bestStep = directory.checkpoints().best().map(Best::step).orElse(spent.steps());
        Evaluation best = bestStep == spent.steps() ? last.own : best(directory, factory);
        Row row = new Row(cell.task(), cell.variant().name(), cell.variant().algo().toString(), cell.seed(), spent.steps(),
                spent.seconds() / 60, last.own.mean(), last.own.se(), bestStep, best.mean(), best.se(), last.own.episodes(),
                base.random(), base.randomSe(), base.zero(), base.zeroSe(), config.steps(), config.minutes(), last.ways,
                TrainingHistory.of(directory));
        rows.append(row);
        listener.ended(row);
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

    /** Adds what a row of an older version lacks, if its run still exists. */
    private void complete(Cell cell, Row row) throws IOException {
        Path run = folder.resolve(cell.name());
        if ((row.ways() == null || row.training() == null) && Files.exists(run)) {
            RunDirectory directory = RunDirectory.open(run);
            EnvFactory factory = Objects.requireNonNull(factories.get(cell.task()));
            ActionModes ways = row.ways() == null ? last(directory, factory).ways : row.ways();
            rows.append(row.with(ways, TrainingHistory.of(directory)));
        }
    }

    /** The evaluations of the last checkpoint, in its default action mode and in both. */
    private record Last(Evaluation own, ActionModes ways) {}

    private Last last(RunDirectory directory, EnvFactory factory) throws IOException {
        try (CheckpointEvaluator evaluator = evaluator(directory, "latest", factory)) {
            Evaluation stochastic = evaluator.evaluate(SEED, true);
            Evaluation deterministic = evaluator.evaluate(SEED, false);
            return new Last(evaluator.policy().stochasticByDefault() ? stochastic : deterministic, ActionModes.of(stochastic, deterministic));
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
