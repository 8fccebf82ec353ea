package dev.advect.env;

import dev.advect.config.InvalidValueException;

/**
 * A range of components of an observation.
 *
 * @param from the first component
 * @param to the component after the last one, greater than {@code from}
 */
public record ObservationRange(int from, int to) {
    public ObservationRange {
        if (from < 0 || to <= from) {
            throw new InvalidValueException("the range " + from + " … " + to + " of an observation is not possible");
        }
    }
}
