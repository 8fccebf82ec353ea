package dev.advect.data;

import dev.advect.config.InvalidValueException;

import java.util.HashSet;
import java.util.List;

/**
 * Options for reading a file, which supply what the file itself does not contain.
 *
 * @param observationKeys the parts of an observation, in order; an error if a file does not store it in parts; empty for
 *     all vectors, in the order that the file specifies, or sorted by name
 * @param episodeSteps the number of steps after which episodes of a D4RL file were truncated, if the file does not mark
 *     them; 0 if unknown
 * @param skipEmpty whether demonstrations without steps are left out; otherwise they are an error
 * @param ignoreCounts whether wrong numbers of steps in robomimic's attributes, and wrong numbers in LeRobot's
 *     descriptions, are ignored; otherwise they are an error
 * @param mask the list of demonstrations in a robomimic file that is read, for example {@code train}; empty for all
 */
public record ReadOptions(List<String> observationKeys, int episodeSteps, boolean skipEmpty, boolean ignoreCounts,
        String mask) {
    /** The default options: nothing is known and any inconsistency is an error. */
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

    /** Creates options for all demonstrations of a file. */
    public ReadOptions(List<String> observationKeys, int episodeSteps, boolean skipEmpty, boolean ignoreCounts) {
        this(observationKeys, episodeSteps, skipEmpty, ignoreCounts, "");
    }

    /** Creates options with which any inconsistency is an error. */
    public ReadOptions(List<String> observationKeys, int episodeSteps) {
        this(observationKeys, episodeSteps, false, false, "");
    }
}
