package dev.advect.env;

import java.util.random.RandomGenerator;

/**
 * A Markov decision process with a vector observation and a vector action.
 *
 * <p>An instance is used by one thread at a time. An environment does not enforce its time limit: it states
 * {@link EnvSpec#episodeSteps()} and the caller truncates. Neither {@link #reset} nor {@link #step} may keep the arrays
 * it is given.
 */
public interface Env extends AutoCloseable {

    /** The shapes and limits of the environment. Every call returns an equal value. */
    EnvSpec spec();

    /**
     * Starts a new episode.
     *
     * @param random the only source of randomness; every reset of this instance is given the same generator, and an
     *     environment that also needs randomness between resets may keep it
     * @param observation filled with the first observation, {@code [observationSize]}
     */
    void reset(RandomGenerator random, float[] observation);

    /**
     * Advances the episode by one control step.
     *
     * @param action the action, {@code [actionSize]}, each component in [-1, 1]
     * @param out filled with the result; cleared before the call
     */
    void step(float[] action, Step out);

    /**
     * The physics engine and its version, such as {@code MuJoCo 3.14.0}, which a run records. It is empty if the
     * environment has no engine whose version matters.
     */
    default String physics() {
        return "";
    }

    @Override
    default void close() {}
}
