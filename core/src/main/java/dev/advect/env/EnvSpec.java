package dev.advect.env;

import dev.advect.config.InvalidValueException;

import java.util.List;

/**
 * The shapes and limits of an environment.
 *
 * @param name as the user types it, for example {@code cheetah-run}
 * @param observationSize components of an observation
 * @param actionSize components of an action, each in [-1, 1]
 * @param episodeSteps control steps after which an episode is truncated
 * @param controlSeconds simulated seconds a control step takes
 * @param physicsSteps physics steps a control step takes; 1 where there is no such thing
 * @param observationParts the named parts of an observation, in their order; empty where they have no names
 * @param milestones the names of what can be done in an episode, whose share of episodes a run logs; most often none
 */
public record EnvSpec(
        String name,
        int observationSize,
        int actionSize,
        int episodeSteps,
        double controlSeconds,
        int physicsSteps,
        List<ObservationPart> observationParts,
        List<String> milestones) {

    public EnvSpec {
        if (name.isBlank()) {
            throw new InvalidValueException("an environment needs a name");
        }
        if (observationSize < 1 || actionSize < 1 || episodeSteps < 1 || physicsSteps < 1) {
            throw new InvalidValueException("environment '" + name + "': observationSize " + observationSize
                    + ", actionSize " + actionSize + ", episodeSteps " + episodeSteps + ", physicsSteps " + physicsSteps
                    + " must all be at least 1");
        }
        if (!(controlSeconds > 0)) {
            throw new InvalidValueException("environment '" + name + "': controlSeconds must be positive");
        }
        if (milestones.size() > Long.SIZE) {
            throw new InvalidValueException("environment '" + name + "': " + milestones.size()
                    + " milestones are too many, there is room for " + Long.SIZE);
        }
        milestones = List.copyOf(milestones);
        observationParts = List.copyOf(observationParts);
        try {
            ObservationPart.requireWhole(observationParts, observationSize);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("environment '" + name + "': " + e.getMessage(), e);
        }
    }

    /** An environment without milestones. */
    public EnvSpec(String name, int observationSize, int actionSize, int episodeSteps, double controlSeconds,
            int physicsSteps, List<ObservationPart> observationParts) {
        this(name, observationSize, actionSize, episodeSteps, controlSeconds, physicsSteps, observationParts, List.of());
    }

    /** An environment whose observation has no named parts. */
    public EnvSpec(
            String name, int observationSize, int actionSize, int episodeSteps, double controlSeconds, int physicsSteps) {
        this(name, observationSize, actionSize, episodeSteps, controlSeconds, physicsSteps, List.of(), List.of());
    }

    /** An environment without physics of its own. */
    public static EnvSpec of(String name, int observationSize, int actionSize, int episodeSteps) {
        return new EnvSpec(name, observationSize, actionSize, episodeSteps, 1, 1);
    }

    /** The same environment, with names for the parts of its observation. */
    public EnvSpec withParts(List<ObservationPart> parts) {
        return new EnvSpec(name, observationSize, actionSize, episodeSteps, controlSeconds, physicsSteps, parts,
                milestones);
    }

    /** The same environment, with names for the parts of its observation, in their order. */
    public EnvSpec withParts(ObservationPart... parts) {
        return withParts(List.of(parts));
    }
}
