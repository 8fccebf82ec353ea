package dev.advect.env;

import dev.advect.config.InvalidValueException;

import java.util.List;

/**
 * The shapes and limits of an environment.
 *
 * @param name the environment's name as the user types it, for example {@code cheetah-run}
 * @param observationSize the number of components of an observation
 * @param actionSize the number of components of an action, each in [-1, 1]
 * @param episodeSteps the number of control steps after which an episode is truncated
 * @param controlSeconds the simulated time of one control step, in seconds
 * @param physicsSteps the number of physics steps per control step; 1 if the environment has no physics steps
 * @param observationParts the named parts of an observation, in order; empty if the components are not named
 * @param milestones the names of what can be achieved in an episode, whose share of episodes a run logs; mostly empty
 * @param policyObserved the components of the observation that a policy may use, in rising order; empty for all. A value
 *     network may use the others, too, because it is not needed after training
 */
public record EnvSpec(
        String name,
        int observationSize,
        int actionSize,
        int episodeSteps,
        double controlSeconds,
        int physicsSteps,
        List<ObservationPart> observationParts,
        List<String> milestones,
        List<ObservationRange> policyObserved) {

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
        policyObserved = List.copyOf(policyObserved);
        int end = 0;
        for (ObservationRange range : policyObserved) {
            if (range.from() < end || range.to() > observationSize) {
                throw new InvalidValueException("environment '" + name + "': policyObserved " + policyObserved
                        + " is not possible, ranges must rise and lie in 0 … " + observationSize);
            }
            end = range.to();
        }
        try {
            ObservationPart.requireWhole(observationParts, observationSize);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("environment '" + name + "': " + e.getMessage(), e);
        }
    }

    /** Describes an environment of whose observation a policy may use everything. */
    public EnvSpec(String name, int observationSize, int actionSize, int episodeSteps, double controlSeconds,
            int physicsSteps, List<ObservationPart> observationParts, List<String> milestones) {
        this(name, observationSize, actionSize, episodeSteps, controlSeconds, physicsSteps, observationParts, milestones,
                List.of());
    }

    /** Describes an environment without milestones. */
    public EnvSpec(String name, int observationSize, int actionSize, int episodeSteps, double controlSeconds,
            int physicsSteps, List<ObservationPart> observationParts) {
        this(name, observationSize, actionSize, episodeSteps, controlSeconds, physicsSteps, observationParts, List.of());
    }

    /** Describes an environment whose observation has no named parts. */
    public EnvSpec(
            String name, int observationSize, int actionSize, int episodeSteps, double controlSeconds, int physicsSteps) {
        this(name, observationSize, actionSize, episodeSteps, controlSeconds, physicsSteps, List.of(), List.of());
    }

    /**
     * Describes an environment that has no physics of its own: one control step takes one second and one physics step.
     */
    public static EnvSpec of(String name, int observationSize, int actionSize, int episodeSteps) {
        return new EnvSpec(name, observationSize, actionSize, episodeSteps, 1, 1);
    }

    /**
     * A copy of this description with names for the parts of the observation.
     *
     * @param parts the parts, in order
     */
    public EnvSpec withParts(List<ObservationPart> parts) {
        return new EnvSpec(name, observationSize, actionSize, episodeSteps, controlSeconds, physicsSteps, parts,
                milestones, policyObserved);
    }

    /**
     * A copy of this description with names for the parts of the observation.
     *
     * @param parts the parts, in order
     */
    public EnvSpec withParts(ObservationPart... parts) {
        return withParts(List.of(parts));
    }

    /** Whether the policy may use every component of the observation. */
    public boolean fullyObserved() {
        return policyObserved.isEmpty()
                || policyObserved.stream().mapToInt(range -> range.to() - range.from()).sum() == observationSize;
    }

    /** Whether a policy may use a component of the observation. */
    public boolean observes(int component) {
        return policyObserved.isEmpty()
                || policyObserved.stream().anyMatch(range -> range.from() <= component && component < range.to());
    }
}
