package dev.advect.experiments.grid;

import dev.advect.config.InvalidValueException;
import dev.advect.train.Algorithm;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A training variant that an experiment compares with others.
 *
 * @param name the name in tables, legends and file names
 * @param algo the algorithm
 * @param values the configuration values that differ from the preset, by key
 */
public record Variant(String name, Algorithm algo, Map<String, String> values) {
    public Variant {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.+_-]*")) {
            throw new InvalidValueException("'" + name + "' cannot be the name of a variant: it becomes one of a folder");
        }
        values = Map.copyOf(values);
    }

    /** Creates the variant of an algorithm with its preset. */
    public static Variant of(Algorithm algo) {
        return new Variant(algo.toString(), algo, Map.of());
    }

    /** The variant's values on top of common ones. */
    Map<String, String> over(Map<String, String> common) {
        Map<String, String> all = new LinkedHashMap<>(common);
        all.putAll(values);
        return all;
    }
}
