package dev.advect.view.play;

import dev.advect.runtime.Policy;
import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/** A policy that was exported to a file. */
public final class FilePilot extends ChunkPilot {
    private final Policy policy;
    private final @Nullable RandomGenerator random;

    /**
     * @param policy the policy, of which a copy acts
     * @param random the noise of stochastic actions, or null for deterministic ones
     */
    public FilePilot(Policy policy, @Nullable RandomGenerator random) {
        super(policy.actionSize());
        this.policy = policy.copy();
        this.random = random;
    }

    @Override
    void decide(float[] observation, float[] actions) {
        if (random == null) {
            policy.act(observation, actions);
        } else {
            policy.act(observation, actions, random);
        }
    }
}
