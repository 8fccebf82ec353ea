package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.JsonLines;
import dev.advect.plot.Curve.Series;
import dev.advect.plot.Curve.Style;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The learning curves of a run directory. */
public final class RunCurves {
    /** The number of points of a training curve; returns between two points are averaged. */
    private static final int POINTS = 200;

    private RunCurves() {}

    /** The title of a run's plot, such as "cheetah-run, fpo". */
    public static String title(RunConfig config) {
        return config.env() + ", " + ConfigYaml.name(config.algo());
    }

    /**
     * The mean return of the training episodes, and of the evaluations with their 95 % interval.
     *
     * @param prefix a prefix for the series' names, to tell runs apart; may be empty
     */
    public static List<Series> of(RunDirectory directory, String prefix) throws IOException {
        List<Series> series = new ArrayList<>();
        if (Files.exists(directory.metrics())) {
            training(JsonLines.read(directory.metrics()), prefix + "training").ifPresent(series::add);
        }
        evaluations(directory, prefix + "evaluation").ifPresent(series::add);
        return series;
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

    private static Optional<Series> training(List<JsonNode> rows, String name) {
        double last = rows.isEmpty() ? 0 : rows.getLast().path("step").asDouble();
        double[] x = new double[POINTS];
        double[] sum = new double[POINTS];
        double[] count = new double[POINTS];
        for (JsonNode row : rows) {
            if (row.has("episode/return")) {
                int bin = (int) Math.min(POINTS - 1, row.path("step").asDouble() / last * POINTS);
                double episodes = row.path("episode/count").asDouble();
                x[bin] += row.path("step").asDouble() * episodes;
                sum[bin] += row.path("episode/return").asDouble() * episodes;
                count[bin] += episodes;
            }
        }
        int[] used = IntStream.range(0, POINTS).filter(i -> count[i] > 0).toArray();
        if (used.length == 0) {
            return Optional.empty();
        }
        double[] steps = Arrays.stream(used).mapToDouble(i -> x[i] / count[i]).toArray();
        double[] returns = Arrays.stream(used).mapToDouble(i -> sum[i] / count[i]).toArray();
        return Optional.of(new Series(name, steps, returns, null, Style.LINE));
    }
}
