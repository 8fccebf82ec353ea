package dev.advect.env;

import dev.advect.config.InvalidValueException;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A named part of an observation: some of its components, one after the other.
 *
 * @param name such as {@code velocity}; no two parts of an observation have the same
 * @param size its components, at least 1
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
     * Refuses parts that do not make up an observation: names that are there twice, or sizes of another sum.
     *
     * @param parts in their order; none where names are not known, which is right for any size
     * @throws InvalidValueException where they do not
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

    /** Names and sizes in one line, {@code position 3, velocity 2}. */
    public static String describe(List<ObservationPart> parts) {
        return parts.stream().map(ObservationPart::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return name + " " + size;
    }
}
