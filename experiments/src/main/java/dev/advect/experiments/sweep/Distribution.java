package dev.advect.experiments.sweep;

import dev.advect.config.InvalidValueException;
import dev.advect.train.Nearest;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values among which a sweep searches for one key of the configuration.
 *
 * <pre>
 * uniform(0.9,0.999)   a number, all equally likely
 * log(1e-4,1e-2)       a positive number whose logarithm is uniform
 * int(2,10)            a whole number, the ends included
 * {0.05,0.1,0.2}       one of these values, which may be words
 * </pre>
 */
public sealed interface Distribution permits NumberInterval, Choice {
    /** The names of the distributions, for messages. */
    List<String> NAMES = List.of("log", "uniform", "int");

    /** What looks like a call of a function or a set, so that a slip of the pen is not taken for a word. */
    Pattern SHAPE = Pattern.compile("(?:([\\w.-]*)\\s*\\((.*)|\\{(.*))", Pattern.DOTALL);

    /** Draws a value at random. */
    String draw(RandomGenerator random);

    /**
     * Draws candidates where good values are dense, and selects the one with the highest ratio of the density of good
     * values to that of the others.
     *
     * @param good the values of the best trials
     * @param others the values of the other trials
     * @param candidates the number of candidates
     */
    String propose(List<String> good, List<String> others, RandomGenerator random, int candidates);

    /** Where a value lies between the lowest, 0, and the highest, 1, for pictures. */
    double position(String value);

    /** The extreme values, of which each must be possible for the key: both ends, or all choices. */
    List<String> extremes();

    /** Whether a text is meant as a distribution rather than as a single value. */
    static boolean isOne(String text) {
        return SHAPE.matcher(text.strip()).matches();
    }

    /**
     * Parses a distribution.
     *
     * @param key the key of the configuration, for messages
     * @throws InvalidValueException if the text is not a distribution
     */
    static Distribution parse(String key, String text) {
        Matcher shape = SHAPE.matcher(text.strip());
        if (!shape.matches()) {
            throw new InvalidValueException(key + ": '" + text + "' is no distribution such as log(1e-4,1e-2)");
        }
        boolean set = shape.group(3) != null;
        String inner = set ? shape.group(3) : shape.group(2);
        if (!inner.endsWith(set ? "}" : ")")) {
            throw new InvalidValueException(key + ": '" + text + "' lacks its closing " + (set ? "}" : ")"));
        }
        List<String> parts =
                Arrays.stream(inner.substring(0, inner.length() - 1).split(",", -1)).map(String::strip).toList();
        return set ? choice(key, text, parts) : interval(key, text, shape.group(1), parts);
    }

    private static Choice choice(String key, String text, List<String> values) {
        if (values.stream().anyMatch(String::isEmpty) || values.stream().distinct().count() < Math.max(2, values.size())) {
            throw new InvalidValueException(key + ": " + text + " needs at least two values, which differ");
        }
        return new Choice(values);
    }

    private static NumberInterval interval(String key, String text, String name, List<String> ends) {
        if (!NAMES.contains(name)) {
            throw new InvalidValueException(key + ": unknown distribution '" + name + "'" + Nearest.hint(name, NAMES)
                    + "; {a,b,c} chooses between values");
        }
        double[] numbers = new double[ends.size()];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Double.parseDouble(ends.get(i));
            } catch (NumberFormatException e) {
                throw new InvalidValueException(key + ": '" + ends.get(i) + "' in " + text + " is not a number", e);
            }
        }
        if (numbers.length != 2 || !(numbers[0] < numbers[1]) || !Double.isFinite(numbers[1] - numbers[0])) {
            throw new InvalidValueException(key + ": " + text + " needs two numbers, the lower one first");
        }
        return switch (name) {
            case "log" -> {
                if (numbers[0] <= 0) {
                    throw new InvalidValueException(key + ": " + text + " needs positive numbers, 0 has no logarithm");
                }
                yield new NumberInterval(numbers[0], numbers[1], NumberInterval.Scale.LOG);
            }
            case "int" -> {
                if (numbers[0] != Math.rint(numbers[0]) || numbers[1] != Math.rint(numbers[1])) {
                    throw new InvalidValueException(key + ": " + text + " needs whole numbers");
                }
                yield new NumberInterval(numbers[0], numbers[1], NumberInterval.Scale.WHOLE);
            }
            default -> new NumberInterval(numbers[0], numbers[1], NumberInterval.Scale.UNIFORM);
        };
    }
}
