package dev.advect.experiments.shift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.env.EnvFactory;
import dev.advect.experiments.CheckpointEvaluator;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.shift.ShiftRow.Change;
import dev.advect.experiments.shift.ShiftRow.Fall;
import dev.advect.io.JsonLines;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import dev.advect.train.DemonstrationRollout;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;
import dev.advect.train.TrainingHistory.Point;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The measurement of an experiment's runs after the target has moved: successes where it is and where it was, where the can
 * ends, and the alarms. A run is measured once, unless it has been trained further or another number of episodes is asked for.
 *
 * <pre>
 * shift.jsonl   one line per run, see {@link ShiftRow}
 * </pre>
 */
public final class ShiftStudy {
    private static final long SEED = 0x51f7;

    private final Path folder;
    private final EnvFactory moved;
    private final EnvFactory unmoved;
    private final int episodes;
    private final int threads;
    private final RecordLines<ShiftRow> rows;

    /**
     * @param folder the experiment's folder, with its runs
     * @param moved creates the task in which the runs are trained
     * @param unmoved creates the task of the demonstrations
     * @param episodes the number of episodes of each evaluation
     * @param threads the maximum number of threads
     */
    public ShiftStudy(Path folder, EnvFactory moved, EnvFactory unmoved, int episodes, int threads) {
        this.folder = folder;
        this.moved = moved;
        this.unmoved = unmoved;
        this.episodes = episodes;
        this.threads = threads;
        rows = new RecordLines<>(folder.resolve("shift.jsonl"), ShiftRow.class);
    }

    /** Measures the runs that have a result and have not been measured, and returns the rows of all of them. */
    public List<ShiftRow> measure(Map<Cell, Row> results) throws IOException {
        List<ShiftRow> known = rows.read();
        List<ShiftRow> all = new ArrayList<>();
        for (Map.Entry<Cell, Row> result : results.entrySet()) {
            Cell cell = result.getKey();
            Row row = result.getValue();
            Optional<ShiftRow> found = known.stream()
                    .filter(one -> one.run().equals(cell.name()) && one.steps() == row.steps() && one.episodes() == episodes)
                    .reduce((_, later) -> later);
            if (found.isEmpty()) {
                found = Optional.of(measure(cell, row));
                rows.append(found.get());
            }
            all.add(found.get());
        }
        return all;
    }

    private ShiftRow measure(Cell cell, Row row) throws IOException {
        RunDirectory run = RunDirectory.open(folder.resolve(cell.name()));
        List<JsonNode> steps = JsonLines.read(run.metrics()).stream().filter(line -> line.path("swfp/w2").isNumber()).toList();
        List<Point> curve = row.training() == null ? List.of() : row.training().curve();
        Fall fall = Fall.of(curve);
        return new ShiftRow(cell.name(), cell.variant().name(), cell.seed(), row.steps(), episodes,
                curve.isEmpty() ? Double.NaN : curve.getFirst().mean(),
                curve.stream().mapToDouble(Point::mean).max().orElse(Double.NaN), row.mean(), success(run), fall.loss(),
                fall.error(), fall.bound(), places(run), change(steps, "swfp/modes"), change(steps, "swfp/spread"),
                steps.stream().mapToDouble(line -> line.path("swfp/staleness").asDouble()).max().orElse(Double.NaN),
                Alarms.first(run.folder()));
    }

    private static @Nullable Change change(List<JsonNode> steps, String key) {
        return steps.isEmpty() ? null
                : new Change(steps.getFirst().path(key).asDouble(), steps.getLast().path(key).asDouble());
    }

    private double success(RunDirectory run) throws IOException {
        try (CheckpointEvaluator evaluator = new CheckpointEvaluator(run, "latest", moved, threads, episodes)) {
            return evaluator.evaluate(SEED, unmoved).mean();
        }
    }

    private CanPlaces places(RunDirectory run) throws IOException {
        TrainedPolicy trained = TrainedPolicy.load(run, "latest", moved, 1);
        Acting acting = trained.config().algorithm().acting();
        try (Policy policy = trained.policy(); DemonstrationRollout rollout = new DemonstrationRollout(
                moved, policy, acting, episodes, SEED, policy.stochasticByDefault())) {
            return CanPlaces.of(rollout.run());
        }
    }
}
