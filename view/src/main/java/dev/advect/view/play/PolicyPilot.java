package dev.advect.view.play;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.random.RandomGenerator;

/** A policy that acts in one instance of an environment. */
public final class PolicyPilot implements Pilot {
    private final WatchedPolicy policy;
    private final @Nullable RandomGenerator random;
    private final float[] cloudNoise;
    private final Plan plan = new Plan();

    /**
     * @param policy the policy, which the caller closes
     * @param random the noise of stochastic actions, or null for deterministic ones
     */
    public PolicyPilot(WatchedPolicy policy, @Nullable RandomGenerator random) {
        this.policy = policy;
        this.random = random;
        cloudNoise = Cloud.noise(policy.noiseSize());
    }

    @Override
    public void begin() {
        plan.forget();
        policy.begin();
    }

    @Override
    public boolean isDone() {
        return policy.isDone();
    }

    @Override
    public void act(float[] observation, float[] action) {
        plan.act(policy, observation, random, action);
    }

    @Override
    public Optional<Cloud> cloud(float[] observation) {
        return policy.noiseSize() == 0 ? Optional.empty() : policy.cloud(observation, cloudNoise);
    }
}
