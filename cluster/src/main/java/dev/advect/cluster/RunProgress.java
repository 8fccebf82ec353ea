package dev.advect.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.advect.experiments.runs.RunJob;
import dev.advect.train.Evaluation;
import dev.advect.train.Progress;
import dev.advect.train.RunConfig;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The progress of a run on another machine, read from the end of its log. */
final class RunProgress {
    private static final JsonMapper JSON = new JsonMapper();
    /** More than two lines of a log. */
    private static final int TAIL = 1 << 14;

    private RunProgress() {}

    /** Reads the last complete line; null if there is none yet. */
    static @Nullable Progress read(RunJob job) {
        return read(job.folder(), job.config(), null);
    }

    /**
     * Reads the last complete line; null if there is none yet.
     *
     * @param evaluation the last evaluation; null if it is not known
     */
    static @Nullable Progress read(Path folder, RunConfig config, @Nullable Evaluation evaluation) {
        Path file = folder.resolve("metrics.jsonl");
        try {
            String line = Files.exists(file) ? lastLine(file) : null;
            return line == null ? null : progress(config, JSON.readTree(line), evaluation);
        } catch (JsonProcessingException e) {
            return null; // the line is being written
        } catch (IOException e) {
            return null; // the file is being replaced
        }
    }

    private static @Nullable String lastLine(Path file) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long from = Math.max(0, in.length() - TAIL);
            byte[] tail = new byte[(int) (in.length() - from)];
            in.seek(from);
            in.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            int end = text.lastIndexOf('\n');
            return end < 0 ? null : text.substring(text.lastIndexOf('\n', end - 1) + 1, end);
        }
    }

    private static Progress progress(RunConfig config, JsonNode line, @Nullable Evaluation evaluation) {
        double limit = config.minutes() > 0 ? config.minutes() * 60 : Double.POSITIVE_INFINITY;
        return new Progress(line.path("pretrain/done").asDouble(1), line.path("step").asLong(), config.lastStep(), line.path("time/seconds").asDouble(), limit,
                line.path("time/steps_per_second").asDouble(Double.NaN), line.path("episode/return").asDouble(Double.NaN),
                evaluation);
    }
}
