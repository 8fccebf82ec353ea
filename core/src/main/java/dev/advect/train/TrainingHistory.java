package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.io.JsonLines;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A summary of a run's logs: how fast it trained, how far its updates moved the policy, and its learning curve.
 *
 * @param seconds the time spent collecting and updating, without evaluations and checkpoints
 * @param stepsPerSecond the environment steps per second of that time
 * @param kl the mean of {@code policy/kl} over iterations; null if it was not logged
 * @param klExact the mean of {@code policy/kl_exact}, in nats; null if it was not logged
 * @param curve the run's own evaluations
 */
public record TrainingHistory(
        double seconds, double stepsPerSecond, @Nullable Double kl, @Nullable Double klExact, List<Point> curve) {
    public TrainingHistory {
        curve = List.copyOf(curve);
    }

    /**
     * An evaluation during training.
     *
     * @param step the environment steps done
     * @param seconds the time spent collecting and updating until then
     * @param mean the mean return
     * @param se the standard error of that mean, over episodes
     */
    public record Point(long step, double seconds, double mean, double se) {}

    /** Reads the history from a run's {@code metrics.jsonl} and {@code eval.jsonl}. */
    public static TrainingHistory of(RunDirectory directory) throws IOException {
        List<JsonNode> metrics = lines(directory.metrics());
        List<Point> curve = new ArrayList<>();
        for (JsonNode row : lines(directory.evaluations())) {
            long step = row.path("step").asLong();
            List<JsonNode> before =
                    metrics.stream().filter(iteration -> iteration.path("step").asLong() <= step).toList();
            curve.add(new Point(step, seconds(before), row.path("mean").asDouble(), row.path("se").asDouble()));
        }
        double seconds = seconds(metrics);
        double steps = metrics.isEmpty() ? 0 : metrics.getLast().path("step").asDouble();
        return new TrainingHistory(seconds, seconds > 0 ? steps / seconds : 0, mean(metrics, "policy/kl"),
                mean(metrics, "policy/kl_exact"), curve);
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        return Files.exists(file) ? JsonLines.read(file) : List.of();
    }

    private static double seconds(List<JsonNode> iterations) {
        return iterations.stream()
                .mapToDouble(row -> row.path("time/collect").asDouble() + row.path("time/update").asDouble()).sum();
    }

    private static @Nullable Double mean(List<JsonNode> iterations, String key) {
        double[] values = iterations.stream().filter(row -> row.path(key).isNumber())
                .mapToDouble(row -> row.path(key).asDouble()).toArray();
        return values.length == 0 ? null : Arrays.stream(values).average().orElseThrow();
    }
}
