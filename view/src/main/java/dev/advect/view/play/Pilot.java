package dev.advect.view.play;

import dev.advect.env.Env;
import dev.advect.envs.ExpertEnv;

import java.util.Arrays;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Chooses the actions in one instance of an environment, on the thread that steps it. */
public interface Pilot extends AutoCloseable {

    /** Begins an episode, immediately after the environment was reset. */
    default void begin() {}

    /**
     * Chooses the next action.
     *
     * @param observation the current observation, {@code [observationSize]}
     * @param action receives the action, each component in [-1, 1], {@code [actionSize]}
     */
    void act(float[] observation, float[] action);

    /** The actions that a policy would draw for an observation; empty if no policy acts, or one without noise. */
    default Optional<Cloud> cloud(float[] observation) {
        return Optional.empty();
    }

    /** Whether the episode has reached its goal and may end. */
    default boolean isDone() {
        return false;
    }

    @Override
    default void close() {}

    /** Creates pilots, one for each instance of an environment. */
    @FunctionalInterface
    interface Factory {
        /**
         * Creates the pilot of an instance.
         *
         * @param random the randomness of its actions
         */
        Pilot create(Env env, RandomGenerator random);
    }

    /** A pilot whose actions are uniformly random. */
    static Pilot random(RandomGenerator random) {
        return (observation, action) -> {
            for (int i = 0; i < action.length; i++) {
                action[i] = random.nextFloat(-1, 1);
            }
        };
    }

    /** A pilot whose actions are all zero. */
    static Pilot zero() {
        return (observation, action) -> Arrays.fill(action, 0);
    }

    /** The scripted expert of an environment. */
    static Pilot expert(ExpertEnv env) {
        return new PolicyPilot(new ExpertActions(env), null);
    }
}
