package dev.advect.env;

import dev.advect.config.InvalidValueException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A named, contiguous part of an observation.
 *
 * @param name a name such as {@code velocity}, unique within an observation
 * @param size the number of components, at least 1
 */
public record ObservationPart(String name, int size) {

    public ObservationPart {
        if (name.isBlank()) {
            throw new InvalidValueException("a part of an observation needs a name");
        }
        if (size < 1) {
            throw new InvalidValueException("part '" + name + "' of the observation has " + size
                    + " components, it must have at least 1");
        }
    }

    /**
     * Checks that parts make up a whole observation: their names are unique and their sizes add up to its size.
     *
     * @param parts the parts, in order; an empty list means that the parts are unknown and is valid for any size
     * @param observationSize the number of components of the observation
     * @throws InvalidValueException if they do not
     */
    public static void requireWhole(List<ObservationPart> parts, int observationSize) {
        Set<String> names = new HashSet<>();
        long sum = 0;
        for (ObservationPart part : parts) {
            if (!names.add(part.name)) {
                throw new InvalidValueException("two parts of the observation are called '" + part.name + "'");
            }
            sum += part.size;
        }
        if (!parts.isEmpty() && sum != observationSize) {
            throw new InvalidValueException("the observation has " + observationSize + " components, its parts "
                    + describe(parts) + " have " + sum);
        }
    }

    /** Formats names and sizes on one line, as in {@code position 3, velocity 2}. */
    public static String describe(List<ObservationPart> parts) {
        return parts.stream().map(ObservationPart::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name + " " + size;
    }
}
