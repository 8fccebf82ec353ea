package dev.advect.env;

import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/**
 * N environments of one kind that are stepped together, because that is cheaper than one by one: in another process, or
 * by a simulation that computes many at once. {@link VectorEnv} drives it, and does what is common to all: time limits,
 * resets, what is not finite.
 *
 * <p>A range of environments is used by one thread at a time; different ranges may be used by different threads at once.
 */
public interface BatchEnv extends AutoCloseable {

    /** The shapes and limits of each environment; the same on every call. */
    EnvSpec spec();

    /** N. */
    int count();

    /** Starts a new episode in environment i, as {@link Env#reset}. */
    void reset(int i, RandomGenerator random, float[] observation);

    /**
     * Advances the environments [from, to) by one control step, as {@link Env#step}. An episode that ends is followed by
     * {@link #reset} of that environment, before it is stepped again.
     *
     * @param actions in [-1, 1], {@code [N, actionSize]}
     * @param out filled with what came of it, {@code [N]}; those of the range were cleared before the call
     */
    void step(int from, int to, float[][] actions, Step[] out);

    /** Environment i as one whose state can be saved, or null if it cannot. */
    default @Nullable SavableEnv savable(int i) {
        return null;
    }

    @Override
    void close();
}
