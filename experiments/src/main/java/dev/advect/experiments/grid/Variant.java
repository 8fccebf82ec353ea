package dev.advect.experiments.grid;

import dev.advect.train.Algorithm;
import dev.advect.train.ConfigException;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One way to train, which an experiment compares with others.
 *
 * @param name in tables, legends and file names
 * @param algo the algorithm
 * @param values of the configuration that differ from the preset's, by key
 */
public record Variant(String name, Algorithm algo, Map<String, String> values) {
    public Variant {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.+_-]*")) {
            throw new ConfigException("'" + name + "' cannot be the name of a variant: it becomes one of a folder");
        }
        values = Map.copyOf(values);
    }

    /** An algorithm as its preset has it. */
    public static Variant of(Algorithm algo) {
        return new Variant(algo.toString(), algo, Map.of());
    }

    /** Its values, and others that it does not set itself. */
    Map<String, String> over(Map<String, String> common) {
        Map<String, String> all = new LinkedHashMap<>(common);
        all.putAll(values);
        return all;
    }
}
