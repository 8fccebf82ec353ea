package dev.advect.experiments.sweep;

import dev.advect.train.ConfigYaml;
import dev.advect.train.RunConfig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * The keys that a sweep varies, each with the values among which it searches.
 *
 * @param parameters the distributions by the full path of their keys, in the order of tables
 */
public record SearchSpace(Map<String, Distribution> parameters) {
    public SearchSpace {
        throwIf(parameters.isEmpty(), "there is nothing to search for: give a key a distribution, such as "
                + "--set 'loop.learningRate=log(1e-4,1e-2)' or --set 'fpo.clip={0.05,0.1,0.2}'");
    }

    /**
     * Parses distributions and checks that each of their extreme values is possible by itself.
     *
     * @param base the configuration from which all trials start
     * @param texts the distributions by key
     */
    public static SearchSpace parse(RunConfig base, Map<String, String> texts) {
        Map<String, Distribution> parameters = new LinkedHashMap<>();
        texts.forEach((key, text) -> {
            String path = ConfigYaml.path(base, key);
            Distribution distribution = Distribution.parse(key, text);
            distribution.extremes().forEach(value -> ConfigYaml.with(base, Map.of(path, value)));
            throwIf(parameters.put(path, distribution) != null, "'" + path + "' is given two distributions");
        });
        return new SearchSpace(parameters);
    }

    /** The paths of the keys. */
    List<String> keys() {
        return List.copyOf(parameters.keySet());
    }

    /** Draws all values at random. */
    Map<String, String> draw(RandomGenerator random) {
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach((key, distribution) -> values.put(key, distribution.draw(random)));
        return values;
    }

    /** Proposes each value by the values that good and other trials had. */
    Map<String, String> propose(List<Trial> good, List<Trial> others, RandomGenerator random, int candidates) {
        Map<String, String> values = new LinkedHashMap<>();
        parameters.forEach((key, distribution) -> values.put(key, distribution.propose(
                good.stream().map(trial -> trial.value(key)).toList(),
                others.stream().map(trial -> trial.value(key)).toList(), random, candidates)));
        return values;
    }
}
