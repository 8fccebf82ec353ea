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

/** The log of a run: {@code metrics.jsonl}, {@code eval.jsonl}, {@code warnings.jsonl}, TensorBoard events and the learning curve. */
final class RunLog implements AutoCloseable {
    private final Closer closer = new Closer();
    private final RunDirectory directory;
    private final JsonLines metrics;
    private final JsonLines evaluations;
    private final EventFile events;
    /** Null before the first warning of this process. */
    private @Nullable JsonLines warnings;

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
     * Reopens the log at a checkpoint and removes everything written after it, as those iterations will be repeated.
     *
     * @param step the checkpoint's step
     * @param sizes the value of {@link #sizes} when the checkpoint was saved; null for checkpoints of older versions,
     *     for which entries are removed by step alone
     */
    static RunLog resume(RunDirectory directory, long step, @Nullable Map<String, Long> sizes) throws IOException {
        if (sizes != null) {
            for (Path file : files(directory)) {
                truncate(file, sizes.getOrDefault(String.valueOf(file.getFileName()), 0L));
            }
        }
        for (Path file : lines(directory)) {
            JsonLines.truncateAfter(file, "step", step);
        }
        return new RunLog(directory, EventFile.resume(directory.folder(), step));
    }

    /** Waits until everything written so far is on disk. A checkpoint that records {@link #sizes} counts on it. */
    void force() throws IOException {
        metrics.force();
        evaluations.force();
        events.force();
        if (warnings != null) {
            warnings.force();
        }
    }

    /** The names of the files that hold less than they did at a checkpoint, see {@link #sizes}. */
    static List<String> shortened(RunDirectory directory, Map<String, Long> sizes) throws IOException {
        List<String> shortened = new ArrayList<>();
        for (Map.Entry<String, Long> size : sizes.entrySet()) {
            Path file = directory.folder().resolve(size.getKey());
            if ((Files.exists(file) ? Files.size(file) : 0) < size.getValue()) {
                shortened.add(size.getKey());
            }
        }
        return shortened;
    }

    /**
     * The current size of each log file in bytes, by name. Steps alone cannot locate a checkpoint in the log, as they
     * do not advance during pre-training.
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
        lines(directory).stream().filter(Files::exists).forEach(files::add);
        return files;
    }

    private static List<Path> lines(RunDirectory directory) {
        return List.of(directory.metrics(), directory.evaluations(), RunWarning.file(directory.folder()));
    }

    /** Truncates a file, or deletes it if nothing remains. */
    private static void truncate(Path file, long bytes) throws IOException {
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
     * Records an evaluation.
     *
     * @param other the evaluation of the same episodes in the other action mode, or null
     * @param otherName the name of that mode
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

    void warning(RunWarning warning) throws IOException {
        JsonLines open = warnings;
        if (open == null) {
            open = closer.add(JsonLines.append(RunWarning.file(directory.folder())));
            warnings = open;
        }
        open.write(warning.row());
    }

    /** A recorded evaluation. */
    record Row(long step, double mean, double ci95) {}

    /** Reads all evaluations so far. */
    List<Row> evaluations() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (JsonNode row : JsonLines.read(directory.evaluations())) {
            rows.add(new Row(row.get("step").asLong(), row.get("mean").asDouble(), row.path("ci95").asDouble(Double.NaN)));
        }
        return rows;
    }

    void curve(RunConfig config) throws IOException {
        List<Series> series = RunCurves.of(directory);
        if (!series.isEmpty()) {
            Curve.write(directory.curve(), RunCurves.title(config), "environment steps", "return", series);
        }
    }

    @Override
    public void close() {
        closer.close();
    }
}
