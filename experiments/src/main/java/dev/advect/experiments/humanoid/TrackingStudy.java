package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Grid;
import dev.advect.io.AtomicFile;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The evaluation of an experiment's runs, beside the baselines. It may be repeated while runs are still going on: each time, the
 * last checkpoint of every run is evaluated, unless it has been already.
 *
 * <pre>
 * tracking.jsonl   one line for each run, motion and kind of action, see {@link TrackingRow}
 * tracking.md      the tables, see {@link TrackingReport}
 * </pre>
 */
public final class TrackingStudy {
    private final Path folder;
    private final Map<Goal, TrackingTask> tasks;
    private final int episodes;
    private final RecordLines<TrackingRow> rows;

    /**
     * @param folder the experiment's folder, with its runs
     * @param tasks the tasks by goal
     * @param episodes the number of episodes for each motion
     */
    public TrackingStudy(Path folder, Map<Goal, TrackingTask> tasks, int episodes) {
        this.folder = folder;
        this.tasks = new LinkedHashMap<>(tasks);
        this.episodes = episodes;
        rows = new RecordLines<>(folder.resolve("tracking.jsonl"), TrackingRow.class);
    }

    /** Evaluates what has not been evaluated, and writes and returns the report. */
    public TrackingReport evaluate(Grid grid) throws IOException {
        Files.createDirectories(folder);
        for (TrackingTask task : tasks.values()) {
            try (TrackingEvaluator evaluator = new TrackingEvaluator(task, episodes);
                    TrackingEvaluator once = new TrackingEvaluator(task, 1)) {
                // baselines know no chance, so that one episode is enough
                if (!isKnown(task, "still", 0, 0)) {
                    append(once.evaluate(TrackingController.still(), "still"));
                    append(once.evaluate(TrackingController.openLoop(task.body().hinges()), "open-loop"));
                }
                for (Cell cell : grid.cells()) {
                    if (cell.task().equals(task.spec().name()) && Files.exists(folder.resolve(cell.name()))) {
                        evaluate(cell, task, evaluator);
                    }
                }
            }
        }
        TrackingReport report = new TrackingReport(last());
        AtomicFile.writeString(folder.resolve("tracking.md"), report.markdown());
        return report;
    }

    private void evaluate(Cell cell, TrackingTask task, TrackingEvaluator evaluator) throws IOException {
        RunDirectory directory = RunDirectory.open(folder.resolve(cell.name()));
        if (directory.checkpoints().list().isEmpty()) {
            return;
        }
        TrainedPolicy trained = TrainedPolicy.load(directory, "latest", task, 1);
        try {
            long step = trained.checkpoint().step();
            String algo = cell.variant().name();
            if (isKnown(task, algo, cell.seed(), step)) {
                return;
            }
            for (boolean stochastic : new boolean[] {true, false}) {
                append(evaluator.evaluate(
                        trained.policy(), trained.config().algorithm().acting(), stochastic, algo, cell.seed(), step));
            }
        } finally {
            trained.policy().close();
        }
    }

    /** Whether there are rows of a run at a step for all of the task's motions. */
    private boolean isKnown(TrackingTask task, String algo, long seed, long step) throws IOException {
        Set<String> clips = new HashSet<>();
        for (TrackingRow row : rows.read()) {
            if (row.goal().equals(task.goal().label()) && row.algo().equals(algo) && row.seed() == seed && row.steps() == step) {
                clips.add(row.clip());
            }
        }
        return task.motions().stream().allMatch(motion -> clips.contains(motion.clip().name()));
    }

    private void append(List<TrackingRow> found) throws IOException {
        for (TrackingRow row : found) {
            rows.append(row);
        }
    }

    /** The last row of every run, motion and kind of action. */
    private List<TrackingRow> last() throws IOException {
        Map<List<Object>, TrackingRow> last = new LinkedHashMap<>();
        for (TrackingRow row : rows.read()) {
            last.put(List.of(row.goal(), row.algo(), row.seed(), row.actions(), row.clip()), row);
        }
        return List.copyOf(last.values());
    }
}
