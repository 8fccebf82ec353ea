package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.Curve;
import dev.advect.io.Curve.Series;
import dev.advect.io.EventFile;
import dev.advect.io.JsonLines;
import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run writes down as it goes: {@code metrics.jsonl}, {@code eval.jsonl}, TensorBoard's events, the curve. */
final class RunLog implements Closeable {
    private final RunDirectory directory;
    private final JsonLines metrics;
    private final JsonLines evaluations;
    private final EventFile events;

    private RunLog(RunDirectory directory, EventFile events) throws IOException {
        this.directory = directory;
        this.events = events;
        metrics = JsonLines.append(directory.metrics());
        evaluations = JsonLines.append(directory.evaluations());
    }

    static RunLog create(RunDirectory directory) throws IOException {
        return new RunLog(directory, EventFile.create(directory.folder()));
    }

    /** Goes on after a step; what was written beyond it is removed, as it will be written again. */
    static RunLog resume(RunDirectory directory, long step) throws IOException {
        for (Path file : List.of(directory.metrics(), directory.evaluations())) {
            if (Files.exists(file)) {
                JsonLines.truncateAfter(file, "step", step);
            }
        }
        return new RunLog(directory, EventFile.resume(directory.folder(), step));
    }

    void metrics(long step, Map<String, Double> values) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.putAll(values);
        metrics.write(line);
        events.scalars(step, values);
    }

    /**
     * @param other the same episodes with actions drawn in the other way, or null
     * @param otherName of that way
     */
    void evaluation(long step, double seconds, Evaluation evaluation, @Nullable Evaluation other, String otherName)
            throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("step", step);
        line.put("mean", evaluation.mean());
        line.put("se", evaluation.se());
        line.put("min", evaluation.min());
        line.put("max", evaluation.max());
        line.put("episodes", evaluation.episodes());
        line.put("ci95", evaluation.ci95());
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("eval/return", evaluation.mean());
        scalars.put("eval/se", evaluation.se());
        if (other != null) {
            line.put(otherName + "/mean", other.mean());
            line.put(otherName + "/se", other.se());
            line.put(otherName + "/ci95", other.ci95());
            scalars.put("eval/" + otherName + "_return", other.mean());
        }
        line.put("time/seconds", seconds);
        evaluations.write(line);
        events.scalars(step, scalars);
    }

    /** An evaluation as it was written down. */
    record Row(long step, double mean, double ci95) {}

    /** The evaluations so far. */
    List<Row> evaluations() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : JsonLines.read(directory.evaluations())) {
            rows.add(new Row(row.get("step").asLong(), row.get("mean").asDouble(), row.path("ci95").asDouble(Double.NaN)));
        }
        return rows;
    }

    void curve(RunConfig config) throws IOException {
        List<Series> series = RunCurves.of(directory, "");
        if (!series.isEmpty()) {
            Curve.write(directory.curve(), RunCurves.title(config), "environment steps", "return", series);
        }
    }

    @Override
    public void close() throws IOException {
        metrics.close();
        evaluations.close();
        events.close();
    }
}
