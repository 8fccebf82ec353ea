package dev.advect.experiments.grid;


import java.util.LinkedHashMap;
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
