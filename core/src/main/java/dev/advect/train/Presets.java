package dev.advect.train;

import dev.advect.config.InvalidValueException;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The named presets, which supply all values that a user did not set. Each is a {@link PresetFile} among this class's
 * resources, {@code presets/<preset>/<algorithm>.yaml}, in which one sentence explains each value.
 */
public final class Presets {
    private static final Map<String, String> DESCRIPTIONS = new LinkedHashMap<>();

    static {
        DESCRIPTIONS.put("cpu", "tuned to learn within minutes on a laptop's cores");
        DESCRIPTIONS.put("paper", "every value as in the public reference of the paper, 60 million steps");
    }

    private Presets() {}

    /** The presets' names, each with one line about its purpose. */
    public static Map<String, String> descriptions() {
        return Collections.unmodifiableMap(DESCRIPTIONS);
    }

    public static List<String> names() {
        return List.copyOf(DESCRIPTIONS.keySet());
    }

    /**
     * The complete configuration of a preset, with as many threads as there are cores and as the algorithm can use.
     *
     * @throws InvalidValueException if the preset does not exist
     */
    public static RunConfig of(String preset, Algorithm algo, String env) {
        return file(preset, algo).config(preset, algo, env);
    }

    /**
     * The text of a preset's file, with its comments and its values for single tasks.
     *
     * @throws InvalidValueException if the preset does not exist
     */
    public static String text(String preset, Algorithm algo) {
        return file(preset, algo).text();
    }

    /**
     * Checks a preset's name where its values are needed only later.
     *
     * @throws InvalidValueException if the preset does not exist
     */
    public static void requireKnown(String preset) {
        if (!DESCRIPTIONS.containsKey(preset)) {
            throw new InvalidValueException("unknown preset '" + preset + "'" + Nearest.hint(preset, names()));
        }
    }

    private static PresetFile file(String preset, Algorithm algo) {
        requireKnown(preset);
        return PresetFile.resource(preset, algo);
    }
}
