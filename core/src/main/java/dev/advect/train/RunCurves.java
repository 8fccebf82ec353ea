package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.JsonLines;
import dev.advect.plot.Curve.Series;
import dev.advect.plot.Curve.Style;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The learning curves of a run directory. */
public final class RunCurves {
    /** The greatest number of points of a training curve; the returns of a point are averaged. */
    private static final int POINTS = 200;
    /** The least number of episodes of a point, unless the run has no more: single successes and failures draw no curve. */
    private static final int EPISODES = 16;

    private RunCurves() {}

    /** The title of a run's plot, such as "cheetah-run, fpo". */
    public static String title(RunConfig config) {
        return config.env() + ", " + ConfigYaml.name(config.algo());
    }

    /** The mean return of the training episodes, and of the evaluations with their 95 % interval. */
    public static List<Series> of(RunDirectory directory) throws IOException {
        List<Series> series = new ArrayList<>();
        training(directory, "training").ifPresent(series::add);
        evaluations(directory, "evaluation").ifPresent(series::add);
        return series;
    }

    /**
     * One curve for a run, to be compared with others: the mean return of its evaluations with their 95 % interval, or of its
     * training episodes until there are two evaluations; empty before the first episode has ended.
     */
    public static Optional<Series> line(RunDirectory directory, String name) throws IOException {
        Optional<Series> evaluations = evaluations(directory, name).map(all -> all.asLine(name));
        if (evaluations.isPresent() && evaluations.get().x().length > 1) {
            return evaluations;
        }
        return training(directory, name).or(() -> evaluations);
    }

    /** The mean return of a run's evaluations with their 95 % interval; empty before the first evaluation. */
    public static Optional<Series> evaluations(RunDirectory directory, String name) throws IOException {
        List<JsonNode> rows = Files.exists(directory.evaluations()) ? JsonLines.read(directory.evaluations()) : List.of();
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Series(
                name, column(rows, "step"), column(rows, "mean"), column(rows, "ci95"), Style.POINTS));
    }

    private static double[] column(List<JsonNode> rows, String key) {
        return rows.stream().mapToDouble(row -> row.path(key).asDouble(Double.NaN)).toArray();
    }

    private static Optional<Series> training(RunDirectory directory, String name) throws IOException {
        List<JsonNode> rows = (Files.exists(directory.metrics()) ? JsonLines.read(directory.metrics()) : List.<JsonNode>of())
                .stream().filter(row -> row.has("episode/return")).toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        double width = rows.getLast().path("step").asDouble() / POINTS;
        List<double[]> points = new ArrayList<>();
        double begin = 0;
        double steps = 0;
        double returns = 0;
        double episodes = 0;
        for (JsonNode row : rows) {
            double step = row.path("step").asDouble();
            double ended = row.path("episode/count").asDouble();
            steps += step * ended;
            returns += row.path("episode/return").asDouble() * ended;
            episodes += ended;
            if (step - begin >= width && episodes >= EPISODES) {
                points.add(new double[] {steps / episodes, returns / episodes});
                begin = step;
                steps = 0;
                returns = 0;
                episodes = 0;
            }
        }
        if (episodes > 0 && (points.isEmpty() || episodes >= EPISODES)) {
            points.add(new double[] {steps / episodes, returns / episodes});
        }
        return points.isEmpty() ? Optional.empty() : Optional.of(Series.line(name,
                points.stream().mapToDouble(point -> point[0]).toArray(),
                points.stream().mapToDouble(point -> point[1]).toArray()));
    }
}
