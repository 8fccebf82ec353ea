package dev.advect.view.play;

import java.util.Map;
import java.util.Optional;

/** What acts in an environment: a policy with a fixed checkpoint and sampler, or no policy at all. */
public interface WatchedPolicy extends AutoCloseable {

    /** The number of standard normal values that one decision needs; none where no policy acts. */
    default int noiseSize() {
        return 0;
    }

    /** The number of actions that one decision yields, to be executed one after another. */
    default int chunk() {
        return 1;
    }

    /** Whether actions are sampled by default, rather than taken with zero noise. */
    boolean stochasticByDefault();

    /**
     * Decides.
     *
     * @param observation a raw observation, {@code [observationSize]}
     * @param noise standard normal values, {@code [noiseSize]}; zeros give the deterministic action
     * @param actions filled with the actions, {@code [chunk · actionSize]}, in [-1, 1]
     */
    void act(float[] observation, float[] noise, float[] actions);

    /**
     * Draws many actions for one observation, with the way from noise to each of them.
     *
     * @param observation a raw observation, {@code [observationSize]}
     * @param noise standard normal values, {@code [count · noiseSize]}
     * @return empty if nothing is drawn, because no policy acts
     */
    default Optional<Cloud> cloud(float[] observation, float[] noise) {
        return Optional.empty();
    }

    /** Restarts the randomness that it has of its own; that of a policy is the noise which it is given. */
    default void seed(long seed) {}

    /** Begins an episode of the environment that is watched, immediately after its reset. */
    default void begin() {}

    /** Whether the episode has reached its goal and may end. */
    default boolean isDone() {
        return false;
    }

    /** Whether it acts in every instance of its environment, in whatever state; an expert knows one only. */
    default boolean actsAnywhere() {
        return true;
    }

    /** The facts that the page shows, such as the algorithm and the step of the checkpoint. */
    Map<String, Object> facts();

    @Override
    default void close() {}
}
