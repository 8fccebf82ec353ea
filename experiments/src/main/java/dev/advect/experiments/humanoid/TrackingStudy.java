package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import dev.advect.envs.humanoid.HumanoidBody;
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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * @param episodes the number of episodes for each motion with stochastic actions; without chance all episodes are the same,
     *     and one is enough
     */
    public TrackingStudy(Path folder, Map<Goal, TrackingTask> tasks, int episodes) {
        this.folder = folder;
        this.tasks = new LinkedHashMap<>(tasks);
        this.episodes = episodes;
        rows = lines(folder);
    }

    /** The file of an experiment's rows. */
    private static RecordLines<TrackingRow> lines(Path folder) {
        return new RecordLines<>(folder.resolve("tracking.jsonl"), TrackingRow.class);
    }

    /** Evaluates what has not been evaluated, and writes and returns the report. */
    public TrackingReport evaluate(Grid grid) throws IOException {
        Files.createDirectories(folder);
        for (TrackingTask task : tasks.values()) {
            try (TrackingEvaluator evaluator = new TrackingEvaluator(task, episodes);
                    TrackingEvaluator once = new TrackingEvaluator(task, 1)) {
                if (!isKnown(task, "still", 0, 0, false)) {
                    append(once.evaluate(TrackingController.still(), "still"));
                }
                if (!isKnown(task, "open-loop", 0, 0, false)) {
                    append(once.evaluate(TrackingController.openLoop(task.body().hinges()), "open-loop"));
                }
                for (Cell cell : grid.cells()) {
                    if (cell.task().equals(task.spec().name()) && Files.exists(folder.resolve(cell.name()))) {
                        evaluate(cell, task, evaluator, once);
                    }
                }
            }
        }
        List<TrackingRow> reported = reported();
        TrackingReport report = new TrackingReport(reported, flows(reported));
        AtomicFile.writeString(folder.resolve("tracking.md"), report.markdown());
        return report;
    }

    private void evaluate(Cell cell, TrackingTask task, TrackingEvaluator evaluator, TrackingEvaluator once) throws IOException {
        RunDirectory directory = RunDirectory.open(folder.resolve(cell.name()));
        if (directory.checkpoints().list().isEmpty()) {
            return;
        }
        TrainedPolicy trained = TrainedPolicy.load(directory, "latest", task, 1);
        try {
            long step = trained.checkpoint().step();
            String algo = cell.variant().name();
            for (boolean stochastic : new boolean[] {true, false}) {
                if (!isKnown(task, algo, cell.seed(), step, stochastic)) {
                    append((stochastic ? evaluator : once).evaluate(
                            trained.policy(), trained.config().algorithm().acting(), stochastic, algo, cell.seed(), step));
                }
            }
        } finally {
            trained.policy().close();
        }
    }

    /** Whether there are complete rows of a policy for all of the task's motions. */
    private boolean isKnown(TrackingTask task, String algo, long seed, long step, boolean stochastic) throws IOException {
        Map<String, Integer> lookAlikes = new HashMap<>(); // in the rows, by motion
        for (TrackingRow row : rows.read()) {
            if (row.isOf(task.body()) && row.goal().equals(task.goal().label()) && row.algo().equals(algo) && row.seed() == seed
                    && row.steps() == step && row.actions().equals(TrackingEvaluator.actions(stochastic))
                    && row.episodes() == (stochastic ? episodes : 1)) {
                lookAlikes.put(row.clip(), row.modes() == null ? 0 : row.modes().isCurrent() ? row.modes().motions() : -1);
            }
        }
        return task.motions().stream().allMatch(motion -> LookAlikes.of(motion, task.motions()).map(LookAlikes::size).orElse(0)
                .equals(lookAlikes.get(motion.clip().name())));
    }

    private void append(List<TrackingRow> found) throws IOException {
        for (TrackingRow row : found) {
            rows.append(row);
        }
    }

    /** The rows of the report; those of another body, or of motions that only an earlier evaluation had, are left out. */
    private List<TrackingRow> reported() throws IOException {
        Set<HumanoidBody> bodies = EnumSet.noneOf(HumanoidBody.class);
        Set<String> clips = new HashSet<>();
        for (TrackingTask task : tasks.values()) {
            bodies.add(task.body());
            task.motions().forEach(motion -> clips.add(motion.clip().name()));
        }
        return last(folder).stream().filter(row -> clips.contains(row.clip()) && bodies.stream().anyMatch(row::isOf)).toList();
    }

    /** The flows of the runs that have rows, as their last iterations were. Runs whose folders are gone are left out. */
    private List<FlowNumbers> flows(List<TrackingRow> reported) throws IOException {
        Map<Path, Optional<FlowNumbers>> flows = new LinkedHashMap<>();
        for (TrackingRow row : reported) {
            HumanoidBody body = row.isOf(HumanoidBody.LITE) ? HumanoidBody.LITE : HumanoidBody.FULL;
            for (Goal goal : Goal.values()) {
                if (goal.label().equals(row.goal())) {
                    Path run = folder.resolve(TrackingTask.name(body, goal) + "-" + row.algo() + "-" + row.seed()); // as Cell.name()
                    if (!flows.containsKey(run)) {
                        flows.put(run, FlowNumbers.of(run, row.goal(), row.algo(), row.seed(), body.hinges().size()));
                    }
                }
            }
        }
        return flows.values().stream().flatMap(Optional::stream).toList();
    }

    /** The last row of every run, body, motion and kind of action. */
    static List<TrackingRow> last(Path folder) throws IOException {
        Map<List<Object>, TrackingRow> last = new LinkedHashMap<>();
        for (TrackingRow row : lines(folder).read()) {
            last.put(List.of(row.goal(), row.isOf(HumanoidBody.LITE), row.algo(), row.seed(), row.actions(), row.clip()), row);
        }
        return List.copyOf(last.values());
    }
}
