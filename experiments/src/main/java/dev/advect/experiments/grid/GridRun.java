package dev.advect.experiments.grid;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.Row.Baselines;
import dev.advect.experiments.runs.JobThreads;
import dev.advect.experiments.runs.LocalRuns;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.Measured.Policies;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The execution of an experiment's runs, one after another or several at a time. A run that has a row is skipped and an
 * interrupted one continues from its checkpoint, so that an experiment can be executed in parts.
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
    private final long episodeSeed;
    private final Map<String, EnvFactory> factories = new LinkedHashMap<>();
    /** The configuration of every run, in the experiment's order. */
    private final Map<Cell, RunConfig> configs = new LinkedHashMap<>();
    private final RecordLines<Row> rows;
    private final RecordLines<Baselines> baselines;

    /**
     * @param environments the environments by name; an unknown name fails here, before hours have passed
     * @throws InvalidValueException if a run's configuration is not possible
     */
    public GridRun(Grid grid, Path folder, Function<String, EnvFactory> environments) {
        this(grid, folder, environments, SEED);
    }

    /**
     * @param episodeSeed the seed of the rows' episodes
     * @throws InvalidValueException if a run's configuration is not possible
     */
    public GridRun(Grid grid, Path folder, Function<String, EnvFactory> environments, long episodeSeed) {
        this.grid = grid;
        this.folder = folder;
        this.episodeSeed = episodeSeed;
        grid.tasks().forEach(task -> factories.put(task, environments.apply(task)));
        grid.cells().forEach(cell -> configs.put(cell, grid.config(cell)));
        rows = new RecordLines<>(folder.resolve("rows.jsonl"), Row.class);
        baselines = new RecordLines<>(folder.resolve("baselines.jsonl"), Baselines.class);
    }

    /** The execution of runs in this process, one after another. */
    public RunExecutor local() {
        return new LocalRuns(this::factory, 1);
    }

    /** Executes the runs that are not done yet. The report is updated after every run. */
    public void run(ExperimentListener listener, RunExecutor executor) throws IOException {
        Files.createDirectories(folder);
        List<Cell> cells = List.copyOf(configs.keySet());
        AtomicInteger taken = new AtomicInteger();
        JobThreads.run(Math.min(executor.parallel(), cells.size()), () -> {
            int number = taken.incrementAndGet();
            return number > cells.size() ? null : stopper -> run(cells.get(number - 1), number, listener, executor, stopper);
        }, listener);
        report();
    }

    /** Writes the tables and plots of the available rows. */
    public synchronized GridReport report() throws IOException {
        GridReport report = new GridReport(grid, folder, results(), configs);
        report.write();
        return report;
    }

    /** Whether a row covers the budget, with episodes enough; if not, the run continues and is evaluated again. */
    private boolean isEnough(Row row, RunConfig config) {
        return covers(row.budgetSteps(), config.steps()) && covers(row.budgetMinutes(), config.minutes())
                && row.episodes() >= grid.budget().episodes();
    }

    /** Whether one limit is at least as large as another; 0 means no limit. */
    private static boolean covers(double limit, double other) {
        return limit == 0 || (other > 0 && limit >= other);
    }

    /** The last row of every run, in the experiment's order. */
    public synchronized Map<Cell, Row> results() throws IOException {
        List<Row> all = rows.read();
        Map<Cell, Row> results = new LinkedHashMap<>();
        for (Cell cell : configs.keySet()) {
            all.stream().filter(row -> row.isOf(cell)).reduce((a, b) -> b).ifPresent(row -> results.put(cell, row));
        }
        return results;
    }

    private void run(Cell cell, int number, ExperimentListener listener, RunExecutor executor, Consumer<Runnable> stopper) {
        try {
            RunConfig config = Objects.requireNonNull(configs.get(cell));
            Row row = results().get(cell);
            if (row != null && isEnough(row, config)) {
                complete(cell, config, row);
            } else {
                run(cell, config, number, listener, executor, stopper);
            }
        } catch (IOException | EnvException | InvalidValueException e) { // values may turn out not to go together in this task
            listener.failed(cell, e);
        }
    }

    private void run(Cell cell, RunConfig config, int number, ExperimentListener listener, RunExecutor executor,
            Consumer<Runnable> stopper) throws IOException {
        Measured measured;
        try (ExperimentListener.Follower follower = listener.begins(cell, number, configs.size())) {
            measured = executor.run(job(cell, config), follower, stopper);
        }
        if (measured == null) {
            return; // it continues another time
        }
        Row row = row(cell, config, measured, baselines(cell.task()));
        append(cell, config, row);
        listener.ended(row);
        report();
    }

    private RunJob job(Cell cell, RunConfig config) {
        Budget budget = grid.budget();
        return new RunJob(folder.resolve(cell.name()), config, budget.episodes(), episodeSeed, budget.threads());
    }

    private static Row row(Cell cell, RunConfig config, Measured measured, Baselines base) {
        Policies policy = Objects.requireNonNull(measured.policy());
        Evaluation last = policy.last();
        Evaluation best = policy.best();
        return new Row(cell.task(), cell.variant().name(), cell.variant().algo().toString(), cell.seed(), measured.steps(),
                measured.seconds() / 60, last.mean(), last.se(), policy.bestStep(), best.mean(), best.se(), last.episodes(),
                base.random(), base.randomSe(), base.zero(), base.zeroSe(), config.steps(), config.minutes(),
                ActionModes.of(policy.stochastic(), policy.deterministic()), measured.training());
    }

    /** Appends a row unless another process that shares the folder found the run complete, and has measured it too. */
    private synchronized void append(Cell cell, RunConfig config, Row row) throws IOException {
        rows.appendUnless(known -> known.isOf(cell) && isEnough(known, config), row);
    }

    private synchronized void replace(Row row) throws IOException {
        rows.append(row); // the last row of a run counts
    }

    private synchronized Baselines baselines(String task) throws IOException {
        int episodes = grid.budget().episodes();
        for (Baselines known : baselines.read()) {
            if (known.task().equals(task) && known.episodes() == episodes) {
                return known;
            }
        }
        EnvFactory factory = factory(task);
        Baselines measured = Baselines.of(task, Baseline.RANDOM.evaluate(factory, episodes, episodeSeed),
                Baseline.ZERO.evaluate(factory, episodes, episodeSeed));
        baselines.append(measured);
        return measured;
    }

    private EnvFactory factory(String task) {
        return Objects.requireNonNull(factories.get(task));
    }

    /** Checks that a finished run which still exists is the one that is asked for, and adds what a row of an older version lacks. */
    private void complete(Cell cell, RunConfig config, Row row) throws IOException {
        Path run = folder.resolve(cell.name());
        if (!Files.exists(run)) {
            return;
        }
        RunDirectory directory = RunDirectory.open(run);
        LocalRuns.requireSame(directory, config);
        if (row.ways() == null || row.training() == null) {
            ActionModes ways = row.ways();
            if (ways == null) {
                Policies policy = LocalRuns.measure(job(cell, config), directory, factory(cell.task()), row.steps());
                ways = ActionModes.of(policy.stochastic(), policy.deterministic());
            }
            replace(row.with(ways, TrainingHistory.of(directory)));
        }
    }
}
