package dev.advect.view.runs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.config.InvalidValueException;
import dev.advect.io.Checkpoints;
import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunWarning;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run, as its files tell it. */
public final class Run {
    /** The silence after which a run counts as stopped, at least; evaluations and checkpoints take a while. */
    private static final Duration MIN_SILENCE = Duration.ofSeconds(45);
    /** The number of iterations over which the speed is measured. */
    private static final int SPEED_ROWS = 20;
    private static final double SILENT_ITERATIONS = 5;

    private final String name;
    private final Path folder;
    private final MetricsTail metrics;
    private final MetricsTail evaluations;
    private final MetricsTail warnings;
    private @Nullable RunConfig config;
    private @Nullable Instant configRead;
    private String group = "";
    /** What is wrong with the files, in one line; empty if nothing is. */
    private String fault = "";
    private Instant written = Instant.EPOCH;

    /**
     * Describes a run.
     *
     * @param name its folder relative to the folder of runs, with slashes
     */
    Run(String name, Path folder) {
        this.name = name;
        this.folder = folder;
        metrics = new MetricsTail(folder.resolve("metrics.jsonl"));
        evaluations = new MetricsTail(folder.resolve("eval.jsonl"));
        warnings = new MetricsTail(RunWarning.file(folder));
    }

    /** Reads what is new in the files. What cannot be read becomes the run's {@code fault}. */
    void look() {
        try {
            Instant changed = modified(folder.resolve("config.yaml"));
            if (!changed.equals(configRead)) {
                RunConfig read = RunDirectory.open(folder).config();
                config = read;
                group = group(read);
                configRead = changed;
            }
            metrics.look();
            evaluations.look();
            warnings.look();
            Instant a = modified(folder.resolve("metrics.jsonl"));
            Instant b = modified(folder.resolve("eval.jsonl"));
            written = a.isAfter(b) ? a : b;
            fault = "";
        } catch (IOException | InvalidValueException | UncheckedIOException e) {
            fault = String.valueOf(e.getMessage()).lines().findFirst().orElse("it cannot be read");
        }
    }

    private static Instant modified(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            return Instant.EPOCH;
        }
    }

    /** The folder relative to the folder of runs. */
    public String name() {
        return name;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    MetricsTail metrics() {
        return metrics;
    }

    MetricsTail evaluations() {
        return evaluations;
    }

    /** The evaluations so far, oldest first. */
    public List<JsonNode> evaluationRows() {
        return evaluations.rows();
    }

    /** The configuration; empty if it cannot be read. */
    public Optional<RunConfig> config() {
        return Optional.ofNullable(config);
    }

    /** What the run is doing at an instant. */
    public RunState state(Instant now) {
        RunConfig known = config;
        if (known == null || !fault.isEmpty()) {
            return RunState.DAMAGED;
        }
        if (fraction(known) >= 1) {
            return RunState.FINISHED;
        }
        if (metrics.rows().isEmpty()) {
            return configRead != null && Duration.between(configRead, now).compareTo(MIN_SILENCE) < 0
                    ? RunState.WAITING : RunState.STOPPED;
        }
        double silence = Duration.between(written, now).toMillis() / 1000.0;
        double allowed = Math.max(MIN_SILENCE.toSeconds(), SILENT_ITERATIONS * secondsPerIteration());
        return silence < allowed ? RunState.TRAINING : RunState.STOPPED;
    }

    /** The facts of a row of the dashboard. */
    public Map<String, Object> summary(Instant now) {
        Map<String, Object> facts = new LinkedHashMap<>();
        RunState state = state(now);
        facts.put("name", name);
        facts.put("state", state.toString());
        RunConfig known = config;
        if (known == null) {
            facts.put("fault", fault);
            return facts;
        }
        facts.put("fault", fault);
        facts.put("env", known.env());
        facts.put("algo", ConfigYaml.name(known.algo()));
        facts.put("seed", known.seed());
        facts.put("threads", known.threads());
        facts.put("group", group);
        facts.put("step", step());
        facts.put("steps", known.steps());
        facts.put("minutes", known.minutes());
        facts.put("seconds", seconds());
        facts.put("fraction", fraction(known));
        facts.put("speed", speed());
        facts.put("written", written.toEpochMilli());
        facts.put("left", state == RunState.TRAINING ? secondsLeft(known) : null);
        facts.put("watchable", hasCheckpoint());
        facts.put("alarms", alarms());
        last(evaluations, "mean").ifPresent(value -> facts.put("evaluation", value));
        last(evaluations, "ci95").ifPresent(value -> facts.put("ci95", value));
        last(metrics, "episode/return").ifPresent(value -> facts.put("return", value));
        return facts;
    }

    /** What distinguishes the run from others except for its seed, so that seeds can be averaged. */
    private static String group(RunConfig config) {
        return Integer.toHexString(ConfigYaml.with(config, Map.of("seed", "0", "threads", "1")).hashCode());
    }

    private boolean hasCheckpoint() {
        try {
            return !Checkpoints.readOnly(folder.resolve("checkpoints")).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** What is wrong with the training. */
    public List<Alarm> alarms() {
        RunConfig known = config;
        return known == null ? List.of() : Alarms.of(metrics.rows(), evaluations.rows(), warnings.rows(), known,
                Files.exists(folder.resolve("debug").resolve("minibatch.safetensors")), metrics.damaged());
    }

    private static Optional<Double> last(MetricsTail tail, String key) {
        for (JsonNode row : tail.rows().reversed()) {
            if (row.has(key)) {
                return Optional.of(row.get(key).asDouble()).filter(Double::isFinite);
            }
        }
        return Optional.empty();
    }

    private long step() {
        return metrics.rows().isEmpty() ? 0 : metrics.rows().getLast().path("step").asLong();
    }

    private double seconds() {
        return last(metrics, "time/seconds").orElse(0.0);
    }

    private double fraction(RunConfig known) {
        double bySteps = known.steps() > 0 ? (double) step() / known.steps() : 0;
        double byTime = known.minutes() > 0 ? seconds() / (60 * known.minutes()) : 0;
        return Math.min(1, Math.max(bySteps, byTime));
    }

    /** The rows over which the speed is measured, first and last; empty if there are too few. */
    private Optional<List<JsonNode>> recent() {
        List<JsonNode> rows = metrics.rows();
        return rows.size() < 2 ? Optional.empty()
                : Optional.of(List.of(rows.get(Math.max(0, rows.size() - 1 - SPEED_ROWS)), rows.getLast()));
    }

    private static double difference(List<JsonNode> ends, String key) {
        return ends.getLast().path(key).asDouble() - ends.getFirst().path(key).asDouble();
    }

    /** Environment steps per second of training, with evaluations and checkpoints; 0 if not yet known. */
    private double speed() {
        return recent().filter(ends -> difference(ends, "time/seconds") > 0)
                .map(ends -> difference(ends, "step") / difference(ends, "time/seconds")).orElse(0.0);
    }

    private double secondsPerIteration() {
        int rows = Math.min(SPEED_ROWS, metrics.rows().size() - 1);
        return rows < 1 ? 0 : recent().map(ends -> difference(ends, "time/seconds") / rows).orElse(0.0);
    }

    /** The time until the first budget is spent, at the present speed; null if it cannot be known. */
    private @Nullable Double secondsLeft(RunConfig known) {
        double bySteps = known.steps() > 0 && speed() > 0
                ? (known.steps() - step()) / speed() : Double.POSITIVE_INFINITY;
        double byTime = known.minutes() > 0 ? 60 * known.minutes() - seconds() : Double.POSITIVE_INFINITY;
        double left = Math.max(0, Math.min(bySteps, byTime));
        return Double.isFinite(left) ? left : null;
    }
}
