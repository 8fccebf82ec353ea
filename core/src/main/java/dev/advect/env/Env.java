package dev.advect.env;

import java.util.random.RandomGenerator;

/**
 * One environment: a Markov decision process with a vector observation and a vector action.
 *
 * <p>An instance is used by one thread at a time. The time limit is not the environment's business: it states
 * {@link EnvSpec#episodeSteps()} and the caller truncates. Neither method may keep the arrays it is given.
 */
public interface Env extends AutoCloseable {

    /** The shapes and limits; the same on every call. */
    EnvSpec spec();

    /**
     * Starts a new episode.
     *
     * @param random the only source of randomness; the same generator is given at every reset of this instance,
     *     and an environment that is random between resets too may keep it
     * @param observation filled with the first observation, {@code [observationSize]}
     */
    void reset(RandomGenerator random, float[] observation);

    /**
     * Advances one control step.
     *
     * @param action in [-1, 1], {@code [actionSize]}
     * @param out filled with what came of it; cleared before the call
     */
    void step(float[] action, Step out);

    /**
     * The physics engine and its version, such as {@code MuJoCo 3.14.0}, which a run records; empty if there is none
     * whose version matters.
     */
    default String physics() {
        return "";
    }

    @Override
    default void close() {}
}
