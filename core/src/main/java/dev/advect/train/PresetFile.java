package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.advect.config.InvalidValueException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A file of configuration values: any of the keys of a run's {@code config.yaml}, and a
 * block {@code tasks} of values that apply to some environments only. A * in the name of a task stands for any characters; where
 * several names fit, the later ones in the file override the earlier ones.
 *
 * <pre>{@code
 * algo: fpo
 * loop:
 *   epochs: 4
 * tasks:
 *   ball-in-cup:
 *     loop:
 *       discount: 0.95
 * }</pre>
 */
public final class PresetFile {
    /** The key of the block of values for single environments. */
    private static final String TASKS = "tasks";

    /** The keys that select the file's other values, and so cannot be specific to a task. */
    private static final List<String> SELECTORS = List.of("env", "algo", "preset");

    /** Keys that every run's configuration has, and no file that is written for several runs. */
    private static final List<String> RUNS_OWN = List.of("env", "algo", "preset", "seed", "threads", "steps", "minutes");

    private final String text;
    private final String source;
    private final ObjectNode values;
    private final ObjectNode tasks;

    private PresetFile(String text, String source) {
        this.text = text;
        this.source = source;
        values = ConfigYaml.object(text, source);
        JsonNode block = values.remove(TASKS);
        if (block != null && !(block instanceof ObjectNode)) {
            throw new InvalidValueException(source + ": " + TASKS + ": a section for each environment is needed");
        }
        tasks = block == null ? values.objectNode() : (ObjectNode) block;
        tasks.properties().forEach(task -> {
            if (!(task.getValue() instanceof ObjectNode changes)) {
                throw new InvalidValueException(source + ": " + TASKS + "." + task.getKey() + ": a section is needed");
            }
            SELECTORS.stream().filter(changes::has).findFirst().ifPresent(key -> {
                throw new InvalidValueException(source + ": " + TASKS + "." + task.getKey() + ": '" + key + "' cannot be a task's");
            });
        });
    }

    /** Loads a preset that is included in the program. */
    static PresetFile resource(String preset, Algorithm algo) {
        String name = "presets/" + preset + "/" + ConfigYaml.name(algo) + ".yaml";
        try (InputStream in = Presets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the resource " + name + " is missing");
            }
            return new PresetFile(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a user's file, for instance a run's {@code config.yaml}.
     *
     * @throws InvalidValueException if the file is not valid; the message names it
     * @throws IOException if it cannot be read
     */
    public static PresetFile read(Path file) throws IOException {
        PresetFile read = new PresetFile(ConfigYaml.text(file), file.toString());
        if (read.isOfARun()) {
            ConfigMigrations.complete(read.values);
        }
        return read;
    }

    /** Whether this is a run's configuration: what it lacks is newer than the run, and has the value that the run had. */
    private boolean isOfARun() {
        return RUNS_OWN.stream().allMatch(values::has);
    }

    /** The text of the file, as it was written. */
    String text() {
        return text;
    }

    /** The algorithm that the file is for, if it specifies one. */
    public Optional<Algorithm> algo() {
        return values.has("algo") ? Optional.of(ConfigYaml.algorithm(values, source)) : Optional.empty();
    }

    /** The environment that the file is for, if it specifies one. */
    public Optional<String> env() {
        return Optional.ofNullable(values.get("env")).map(JsonNode::asText);
    }

    /** The preset that supplies all other values, if the file specifies one. */
    public Optional<String> preset() {
        return Optional.ofNullable(values.get("preset")).map(JsonNode::asText);
    }

    /** The configuration that this file describes; it must be complete. */
    RunConfig config(String preset, Algorithm algo, String env) {
        ObjectNode tree = values.objectNode();
        tree.put("env", env).put("algo", ConfigYaml.name(algo)).put("preset", preset).put("seed", 0).put("threads", 1);
        overlay(tree, values);
        overlay(tree, changes(env));
        RunConfig config = ConfigYaml.bind(tree, source);
        return sets("threads", env) ? config : config.onAllCores();
    }

    /** Whether the file has a value for a top-level key, in general or for one environment. */
    public boolean sets(String key, String env) {
        return values.has(key) || changes(env).has(key);
    }

    /**
     * A copy of a configuration in which this file's values replace its own, first the general ones and then those for
     * the environment.
     *
     * @throws InvalidValueException if the file has an unknown key or an invalid value
     */
    public RunConfig over(RunConfig base) {
        ObjectNode tree = ConfigYaml.tree(base);
        ObjectNode own = values.deepCopy();
        own.remove(SELECTORS);
        overlay(tree, own);
        overlay(tree, changes(base.env()));
        return ConfigYaml.bind(tree, source);
    }

    /** Copies values into a tree, section by section. */
    private static void overlay(ObjectNode tree, ObjectNode values) {
        values.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode section && tree.get(entry.getKey()) instanceof ObjectNode old) {
                overlay(old, section);
            } else {
                tree.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }

    /** The values for an environment only. */
    private ObjectNode changes(String env) {
        ObjectNode changes = tasks.objectNode();
        tasks.properties().forEach(task -> {
            if (fits(task.getKey(), env)) {
                overlay(changes, (ObjectNode) task.getValue());
            }
        });
        return changes;
    }

    /** Whether an environment's name is the name of a task, in which * stands for any characters. */
    private static boolean fits(String task, String env) {
        String expression = Arrays.stream(task.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.matches(expression, env);
    }
}
