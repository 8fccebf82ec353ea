package dev.advect.reliability.kill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.JsonLines;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How far a run had come when it was killed. */
enum Phase {
    /** There is no configuration. */
    NO_CONFIG,
    /** There is no checkpoint. */
    NO_CHECKPOINT,
    /** No environment step was logged. */
    BEFORE_STEPS,
    /** Environment steps were logged. */
    STEPS;

    static Phase of(Path run) throws IOException {
        if (!Files.exists(run.resolve("config.yaml"))) {
            return NO_CONFIG;
        }
        if (!hasCheckpoint(run.resolve("checkpoints"))) {
            return NO_CHECKPOINT;
        }
        List<JsonNode> metrics = JsonLines.read(run.resolve("metrics.jsonl"));
        return metrics.isEmpty() || metrics.getLast().path("step").asLong() == 0 ? BEFORE_STEPS : STEPS;
    }

    private static boolean hasCheckpoint(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".json"));
        }
    }
}
