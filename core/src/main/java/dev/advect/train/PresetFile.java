package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of a configuration in a file: the keys of a run's {@code config.yaml}, as many of them as the file is about, and a
 * block {@code tasks} of values that hold for single environments only.
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
    /** The block of values for single environments. */
    private static final String TASKS = "tasks";

    /** What decides on a file's other values, so that it cannot be a task's. */
    private static final List<String> DECIDED = List.of("env", "algo", "preset");

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
            throw new ConfigException(source + ": " + TASKS + ": a section for each environment is needed");
        }
        tasks = block == null ? values.objectNode() : (ObjectNode) block;
        tasks.properties().forEach(task -> {
            if (!(task.getValue() instanceof ObjectNode changes)) {
                throw new ConfigException(source + ": " + TASKS + "." + task.getKey() + ": a section is needed");
            }
            DECIDED.stream().filter(changes::has).findFirst().ifPresent(key -> {
                throw new ConfigException(source + ": " + TASKS + "." + task.getKey() + ": '" + key + "' cannot be a task's");
            });
        });
    }

    /** One of those that come with the program. */
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
     * Reads a user's file, a run's {@code config.yaml} for instance.
     *
     * @throws ConfigException where it is not such a file, and names it
     * @throws IOException where it cannot be read
     */
    public static PresetFile read(Path file) throws IOException {
        return new PresetFile(ConfigYaml.text(file), file.toString());
    }

    /** The file as it was written. */
    String text() {
        return text;
    }

    /** The algorithm that the file is for, if it says so. */
    public Optional<Algorithm> algo() {
        return values.has("algo") ? Optional.of(ConfigYaml.algorithm(values, source)) : Optional.empty();
    }

    /** The environment that the file is for, if it says so. */
    public Optional<String> env() {
        return Optional.ofNullable(values.get("env")).map(JsonNode::asText);
    }

    /** The preset that gives all other values, if the file says so. */
    public Optional<String> preset() {
        return Optional.ofNullable(values.get("preset")).map(JsonNode::asText);
    }

    /** The configuration of a file that is complete. */
    RunConfig config(String preset, Algorithm algo, String env) {
        ObjectNode tree = values.objectNode();
        tree.put("env", env).put("algo", ConfigYaml.name(algo)).put("preset", preset).put("seed", 0).put("threads", 1);
        overlay(tree, values);
        overlay(tree, changes(env));
        RunConfig one = ConfigYaml.bind(tree, source);
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), one.algorithm().threadLimit().most());
        return ConfigYaml.with(one, Map.of("threads", Integer.toString(threads)));
    }

    /**
     * A configuration with the file's values in place of its own, and then those that the file has for the environment.
     *
     * @throws ConfigException if the file has a key that there is not, or a value that is not possible
     */
    public RunConfig over(RunConfig base) {
        ObjectNode tree = ConfigYaml.tree(base);
        ObjectNode own = values.deepCopy();
        own.remove(DECIDED);
        overlay(tree, own);
        overlay(tree, changes(base.env()));
        return ConfigYaml.bind(tree, source);
    }

    /** Puts values into a tree; sections are entered. */
    private static void overlay(ObjectNode tree, ObjectNode values) {
        values.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode section && tree.get(entry.getKey()) instanceof ObjectNode old) {
                overlay(old, section);
            } else {
                tree.set(entry.getKey(), entry.getValue().deepCopy());
            }
        });
    }

    private ObjectNode changes(String env) {
        return tasks.get(env) instanceof ObjectNode changes ? changes : tasks.objectNode();
    }
}
