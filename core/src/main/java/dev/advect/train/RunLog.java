package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.Closer;
import dev.advect.io.EventFile;
import dev.advect.io.JsonLines;
import dev.advect.plot.Curve;
import dev.advect.plot.Curve.Series;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a run writes down as it goes: {@code metrics.jsonl}, {@code eval.jsonl}, TensorBoard's events, the curve. */
final class RunLog implements AutoCloseable {
    private final Closer closer = new Closer();
    private final RunDirectory directory;
    private final JsonLines metrics;
    private final JsonLines evaluations;
    private final EventFile events;

    private RunLog(RunDirectory directory, EventFile events) throws IOException {
        this.directory = directory;
        this.events = closer.add(events);
        try {
            metrics = closer.add(JsonLines.append(directory.metrics()));
            evaluations = closer.add(JsonLines.append(directory.evaluations()));
        } catch (IOException | RuntimeException e) {
            closer.closeAfter(e);
            throw e;
        }
    }

    static RunLog create(RunDirectory directory) throws IOException {
        return new RunLog(directory, EventFile.create(directory.folder()));
    }

    /**
     * Goes on from a checkpoint; what was written after it is removed, as it will be written again.
     *
     * @param step of the checkpoint
     * @param sizes what {@link #sizes} said when it was saved; null for a checkpoint of an older version, where the step
     *     alone tells what came later
     */
    static RunLog resume(RunDirectory directory, long step, @Nullable Map<String, Long> sizes) throws IOException {
        if (sizes != null) {
            for (Path file : files(directory)) {
                cut(file, sizes.getOrDefault(String.valueOf(file.getFileName()), 0L));
            }
        }
        for (Path file : List.of(directory.metrics(), directory.evaluations())) {
            JsonLines.truncateAfter(file, "step", step);
        }
        return new RunLog(directory, EventFile.resume(directory.folder(), step));
    }

    /**
     * How many bytes each file of the log has now, by its name. Steps cannot tell where a checkpoint stands in the log, as
     * they do not advance during pre-training.
     */
    Map<String, Long> sizes() throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Path file : files(directory)) {
            sizes.put(String.valueOf(file.getFileName()), Files.size(file));
        }
        return sizes;
    }

    private static List<Path> files(RunDirectory directory) throws IOException {
        List<Path> files = new ArrayList<>(EventFile.in(directory.folder()));
        Stream.of(directory.metrics(), directory.evaluations()).filter(Files::exists).forEach(files::add);
        return files;
    }

    /** Shortens a file; one of which nothing is left is deleted. */
    private static void cut(Path file, long bytes) throws IOException {
        if (bytes == 0) {
            Files.delete(file);
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(bytes);
        }
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
    public void close() {
        closer.close();
    }
}
