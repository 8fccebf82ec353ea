package dev.advect.env;

import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/**
 * N environments of one kind that are stepped together because this is cheaper than stepping them one by one: they run
 * in another process, for instance, or in a simulator that computes many at once. {@link VectorEnv} drives a batch and
 * handles what all environments have in common: time limits, resets and non-finite values.
 *
 * <p>One environment is used by one thread at a time; disjoint ranges of environments may be used by different threads
 * at once.
 */
public interface BatchEnv extends AutoCloseable {

    /** The shapes and limits of each environment. Every call returns an equal value. */
    EnvSpec spec();

    /** The number of environments, N. */
    int count();

    /** Starts a new episode in environment {@code i}, as {@link Env#reset} does. */
    void reset(int i, RandomGenerator random, float[] observation);

    /**
     * Advances the environments {@code [from, to)} by one control step, as {@link Env#step} does. When an episode ends,
     * the caller calls {@link #reset} for that environment before stepping it again.
     *
     * @param actions the actions of all environments, {@code [N, actionSize]}, each component in [-1, 1]
     * @param out filled with the results, {@code [N]}; the entries of the range are cleared before the call
     */
    void step(int from, int to, float[][] actions, Step[] out);

    /** Environment {@code i} as one whose state can be saved, or null if it cannot be saved. */
    default @Nullable SavableEnv savable(int i) {
        return null;
    }

    @Override
    void close();
}
