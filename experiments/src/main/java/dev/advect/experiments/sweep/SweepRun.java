package dev.advect.experiments.sweep;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.experiments.SetKeys;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.ExperimentListener.Follower;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.runs.JobThreads;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
import dev.advect.experiments.sweep.Trial.Score;
import dev.advect.io.FolderLock;
import dev.advect.train.RunConfig;
import dev.advect.train.RunInUseException;
import dev.advect.train.TrainingHistory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The execution of a sweep: the search, repetitions of the best trials with other seeds, by which one is chosen, and a
 * final comparison of that one with the preset, with seeds and episodes by which nothing was chosen. The folder is this
 * object's alone until it is closed, as the numbers of new trials follow from all that it has seen.
 *
 * <pre>
 * sweep.jsonl      every proposal, promotion and score, see {@link Journal}
 * trial-0/         one run directory per trial
 * repetitions/     the runs of the best trials with other seeds
 * final/           the runs of the chosen trial and of the preset
 * best.yaml        the chosen values, for train --config
 * sweep.md         tables
 * sweep.png        all trials as lines through their values
 * </pre>
 */
public final class SweepRun implements AutoCloseable {
    /** The seed of the episodes by which the chosen trial is chosen; those of the final rows have another one. */
    private static final long CHOOSING_SEED = 0x5e1ec7;

    /** The number of trials after which a sweep ends if all of them have failed. */
    private static final int HOPELESS = 3;

    private final SweepSettings settings;
    private final SearchSpace space;
    private final Path folder;
    private final Function<String, EnvFactory> environments;
    private final FolderLock lock;
    private final Journal journal;
    /** The numbers of the trials that are being trained. */
    private final Set<Integer> active = new HashSet<>();

    /**
     * Opens or begins a sweep.
     *
     * @param environments the environments by name
     * @throws InvalidValueException if a distribution is invalid, a key is unknown or a value is not possible
     * @throws RunInUseException if another process runs the sweep of this folder
     */
    public SweepRun(SweepSettings settings, Path folder, Function<String, EnvFactory> environments) throws IOException {
        this.settings = settings;
        this.folder = folder;
        this.environments = environments;
        space = SearchSpace.parse(settings.base(), settings.searched());
        SetKeys.refuse(settings.fixed(), space.keys(), "a distribution of the same key");
        Files.createDirectories(folder);
        lock = lock(folder);
        try {
            journal = new Journal(folder, settings.identity());
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static FolderLock lock(Path folder) throws IOException {
        FolderLock lock = FolderLock.take(folder, Duration.ZERO);
        if (lock == null) {
            throw new RunInUseException("another process runs the sweep in " + folder
                    + ": wait for its end, or name another folder with --out");
        }
        return lock;
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }

    /**
     * Executes what is not done yet.
     *
     * @return the report; null if the sweep was stopped
     */
    public @Nullable SweepReport run(SweepListener listener, RunExecutor executor) throws IOException {
        JobThreads.run(executor.parallel(), () -> next(listener, executor), listener);
        if (listener.stopRequested()) {
            return null;
        }
        List<Trial> ranking = Asha.ranking(journal.trials());
        if (ranking.isEmpty()) {
            throw new IOException("no trial has a score");
        }
        List<Trial> finalists = ranking.subList(0, Math.min(settings.finalists(), ranking.size()));
        List<Row> repeated = finalists.size() == 1 ? List.of()
                : rows(settings.repetitions(finalists), "repetitions", listener, executor, CHOOSING_SEED);
        if (listener.stopRequested()) {
            return null;
        }
        Trial best = finalists.size() == 1 ? finalists.getFirst() : chosen(finalists, repeated);
        List<Row> last = rows(settings.finals(best), "final", listener, executor, null);
        if (listener.stopRequested()) {
            return null;
        }
        SweepReport report = new SweepReport(settings, space, folder, journal.trials(), repeated, best, last);
        report.write();
        return report;
    }

    private List<Row> rows(Grid grid, String name, SweepListener listener, RunExecutor executor, @Nullable Long episodeSeed)
            throws IOException {
        Path runs = folder.resolve(name);
        GridRun run = episodeSeed == null ? new GridRun(grid, runs, environments)
                : new GridRun(grid, runs, environments, episodeSeed);
        run.run(listener, executor);
        Map<Cell, Row> results = run.results();
        if (!listener.stopRequested() && results.size() < grid.cells().size()) {
            throw new IOException(grid.cells().size() - results.size() + " runs of " + runs + " failed");
        }
        return List.copyOf(results.values());
    }

    /** The finalist with the highest mean over the repetitions' seeds. */
    private static Trial chosen(List<Trial> finalists, List<Row> rows) {
        Map<String, Double> means =
                rows.stream().collect(Collectors.groupingBy(Row::variant, Collectors.averagingDouble(SweepRun::finiteMean)));
        return finalists.stream().max(Comparator.comparingDouble(trial -> Objects.requireNonNull(means.get(trial.name()))))
                .orElseThrow();
    }

    private static double finiteMean(Row row) {
        return Double.isFinite(row.mean()) ? row.mean() : Double.NEGATIVE_INFINITY;
    }

    /** The next job: what was interrupted, then promotions, then new proposals. */
    private synchronized JobThreads.@Nullable Job next(SweepListener listener, RunExecutor executor)
            throws IOException, InterruptedException {
        while (!listener.stopRequested()) {
            Trial trial = nextTrial();
            if (trial != null) {
                active.add(trial.number());
                return stopper -> {
                    try {
                        train(trial, listener, executor, stopper);
                    } finally {
                        ended(trial);
                    }
                };
            }
            if (active.isEmpty()) {
                return null;
            }
            wait(); // until a trial ends, by which another may become promotable
        }
        return null;
    }

    private @Nullable Trial nextTrial() throws IOException {
        List<Trial> trials = journal.trials();
        for (Trial trial : trials) {
            if (trial.isRunning() && !active.contains(trial.number())) {
                return trial; // interrupted
            }
        }
        Trial promoted = settings.asha().promotion(trials).orElse(null);
        if (promoted != null) {
            return journal.promote(promoted);
        }
        if (trials.size() >= settings.trials()) {
            return null;
        }
        if (trials.size() >= HOPELESS && trials.stream().allMatch(trial -> trial.failure() != null)) {
            throw new IOException("all " + trials.size() + " trials failed, the last one because of this: "
                    + trials.getLast().failure());
        }
        return journal.propose(settings.proposals().next(space, trials, settings.seed()));
    }

    private synchronized void ended(Trial trial) {
        active.remove(trial.number());
        notifyAll();
    }

    private void train(Trial trial, SweepListener listener, RunExecutor executor, Consumer<Runnable> stopper)
            throws IOException {
        Path run = folder.resolve(trial.name());
        try {
            RunConfig config = settings.config(trial.values(), trial.started());
            Measured measured;
            try (Follower follower = listener.begins(trial, settings.asha().fraction(trial.started()))) {
                measured = executor.run(RunJob.training(run, config), follower, stopper);
            }
            if (measured == null) {
                return; // it continues another time
            }
            TrainingHistory.Point end = measured.training().curve().getLast();
            Score score = new Score(end.mean(), end.se(), measured.steps());
            synchronized (this) {
                journal.score(trial, score);
            }
            listener.scored(trial, score);
        } catch (EnvException | InvalidValueException e) { // these values do not go together
            Trial failed;
            synchronized (this) {
                failed = journal.fail(trial, String.valueOf(e.getMessage()));
            }
            listener.failed(failed);
        }
    }
}
