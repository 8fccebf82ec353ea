package dev.advect.experiments.grid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * The budget of a run, and the size of its evaluations.
 *
 * @param steps the environment steps; 0 for the preset's, or for no limit if {@code minutes} is set
 * @param minutes the training time in minutes; 0 for no limit
 * @param threads the number of threads for training and evaluation
 * @param episodes the number of episodes of each evaluation in a row
 */
public record Budget(long steps, double minutes, int threads, int episodes) {
    public Budget {
        throwIf(steps < 0, "steps: " + steps + " is not possible, it must be positive, or 0 for none given");
        throwIf(!(minutes >= 0), "minutes: " + minutes + " is not possible, it must be positive, or 0 for no limit");
        throwIf(episodes < 2, "episodes: " + episodes + " is not possible, it must be at least 2");
    }

    /** The limits of a run in words, such as "500,000 steps". */
    static String text(long steps, double minutes) {
        List<String> parts = new ArrayList<>();
        if (steps > 0) {
            parts.add(String.format(Locale.ROOT, "%,d steps", steps));
        }
        if (minutes > 0) {
            parts.add(String.format(Locale.ROOT, "%.1f minutes", minutes));
        }
        return parts.isEmpty() ? "no limit" : String.join(", ", parts);
    }

    /** The values of a run's configuration that the budget determines. */
    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        if (steps > 0 || minutes > 0) {
            values.put("steps", Long.toString(steps));
        }
        values.put("minutes", Double.toString(minutes));
        values.put("threads", Integer.toString(threads));
        return values;
    }
}
