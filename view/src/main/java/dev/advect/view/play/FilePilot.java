package dev.advect.view.play;

import dev.advect.runtime.Policy;
import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/** A policy that was exported to a file. */
public final class FilePilot implements Pilot {
    private final Policy policy;
    private final @Nullable RandomGenerator random;
    private final float[] chunk;
    private int next;

    /**
     * @param policy the policy, of which a copy acts
     * @param random the noise of stochastic actions, or null for deterministic ones
     */
    public FilePilot(Policy policy, @Nullable RandomGenerator random) {
        this.policy = policy.copy();
        this.random = random;
        chunk = new float[policy.actionSize()];
    }

    @Override
    public void begin() {
        next = chunk.length;
    }

    @Override
    public void act(float[] observation, float[] action) {
        if (next >= chunk.length) {
            if (random == null) {
                policy.act(observation, chunk);
            } else {
                policy.act(observation, chunk, random);
            }
            next = 0;
        }
        System.arraycopy(chunk, next, action, 0, action.length);
        next += action.length;
    }
}
