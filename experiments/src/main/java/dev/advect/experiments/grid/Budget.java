package dev.advect.experiments.grid;


import java.util.LinkedHashMap;
import java.util.Map;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * What a run may use, and how it is judged.
 *
 * @param steps environment steps; 0 for no limit where there is one of minutes, else for the preset's
 * @param minutes of training; 0 for no limit
 * @param threads of training and evaluation
 * @param episodes of each evaluation that becomes part of a row
 */
public record Budget(long steps, double minutes, int threads, int episodes) {
    public Budget {
        throwIf(steps < 0, "steps: " + steps + " is not possible, it must be positive, or 0 for none given");
        throwIf(!(minutes >= 0), "minutes: " + minutes + " is not possible, it must be positive, or 0 for no limit");
        throwIf(episodes < 2, "episodes: " + episodes + " is not possible, it must be at least 2");
    }

    /** The values of a run's configuration that it decides. */
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
