package dev.advect.data;

import dev.advect.config.InvalidValueException;

import java.util.List;

/**
 * What a file alone does not say.
 *
 * @param observationKeys the parts of an observation, in their order, where a file keeps it in parts; empty for all that
 *     are vectors, sorted by name
 * @param episodeSteps steps after which an episode of a D4RL file was cut off, where the file does not mark it; 0 if not
 *     known
 */
public record ReadOptions(List<String> observationKeys, int episodeSteps) {
    /** Nothing is known. */
    public static final ReadOptions NONE = new ReadOptions(List.of(), 0);

    public ReadOptions {
        observationKeys = List.copyOf(observationKeys);
        if (episodeSteps < 0) {
            throw new InvalidValueException("episodeSteps: " + episodeSteps + " is not possible, it must be at least 0");
        }
    }
}
