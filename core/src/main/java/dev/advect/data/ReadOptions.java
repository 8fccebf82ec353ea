package dev.advect.data;

import dev.advect.config.InvalidValueException;

import java.util.HashSet;
import java.util.List;

/**
 * What a file alone does not say.
 *
 * @param observationKeys the parts of an observation, in their order, where a file keeps it in parts; empty for all that
 *     are vectors, in the order that the file states, or sorted by name
 * @param episodeSteps steps after which an episode of a D4RL file was cut off, where the file does not mark it; 0 if not
 *     known
 * @param skipEmpty whether demonstrations without steps are left out; a file that has such is refused otherwise
 * @param ignoreCounts whether numbers of steps that robomimic's attributes state are ignored; a file that holds other
 *     numbers is refused otherwise
 */
public record ReadOptions(List<String> observationKeys, int episodeSteps, boolean skipEmpty, boolean ignoreCounts) {
    /** Nothing is known, and nothing is forgiven. */
    public static final ReadOptions NONE = new ReadOptions(List.of(), 0);

    public ReadOptions {
        observationKeys = List.copyOf(observationKeys);
        if (episodeSteps < 0) {
            throw new InvalidValueException("episodeSteps: " + episodeSteps + " is not possible, it must be at least 0");
        }
        if (new HashSet<>(observationKeys).size() < observationKeys.size()) {
            throw new InvalidValueException("observationKeys: " + observationKeys + " names a part twice");
        }
    }

    /** Options that forgive nothing. */
    public ReadOptions(List<String> observationKeys, int episodeSteps) {
        this(observationKeys, episodeSteps, false, false);
    }
}
