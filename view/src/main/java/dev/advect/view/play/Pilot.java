package dev.advect.view.play;

import dev.advect.env.Env;
import dev.advect.envs.ExpertEnv;
import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** Chooses the actions in one instance of an environment, on the thread that steps it: a policy, or what acts in its place. */
public final class Pilot {
    private final WatchedPolicy policy;
    private final @Nullable RandomGenerator random;
    private final float[] cloudNoise;
    private final Plan plan = new Plan();

    /** Creates pilots, one for each instance of an environment. */
    @FunctionalInterface
    public interface Factory {
        /**
         * Creates the pilot of an instance.
         *
         * @param random the randomness of its actions
         */
        Pilot create(Env env, RandomGenerator random);
    }

    /**
     * @param policy the policy, which the caller closes
     * @param random the noise of stochastic actions, or null for deterministic ones
     */
    public Pilot(WatchedPolicy policy, @Nullable RandomGenerator random) {
        this.policy = policy;
        this.random = random;
        cloudNoise = Cloud.noise(policy.noiseSize());
    }

    /** The scripted expert of an environment. */
    public static Pilot expert(ExpertEnv env) {
        return new Pilot(new ExpertActions(env), null);
    }

    /** Begins an episode, immediately after the environment was reset. */
    public void begin() {
        plan.forget();
        policy.begin();
    }

    /** Whether the episode has reached its goal and may end. */
    public boolean isDone() {
        return policy.isDone();
    }

    /**
     * Chooses the next action.
     *
     * @param observation the current observation, {@code [observationSize]}
     * @param action receives the action, each component in [-1, 1], {@code [actionSize]}
     */
    public void act(float[] observation, float[] action) {
        plan.act(policy, observation, random, action);
    }

    /** The actions that a policy would draw for an observation; empty if no policy acts, or one without noise. */
    public Optional<Cloud> cloud(float[] observation) {
        return policy.noiseSize() == 0 ? Optional.empty() : policy.cloud(observation, cloudNoise);
    }
}
