package dev.advect.view.play;

import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A trained policy. */
public final class PolicyPilot extends ChunkPilot {
    private final Actor actor;
    private final @Nullable RandomGenerator random;
    private final float[] noise;

    /**
     * @param policy the policy, which the caller closes
     * @param acting how it acts
     * @param random the noise of stochastic actions, or null for deterministic ones
     */
    public PolicyPilot(Policy policy, Acting acting, @Nullable RandomGenerator random) {
        super(policy.chunk() * policy.actionSize());
        this.random = random;
        actor = new Actor(policy, acting, 1, 1);
        noise = new float[policy.noiseSize()];
    }

    @Override
    void decide(float[] observation, float[] actions) {
        draw(noise, random);
        actor.act(observation, noise, actions);
    }

    static void draw(float[] noise, @Nullable RandomGenerator random) {
        if (random == null) {
            Arrays.fill(noise, 0);
            return;
        }
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
    }

    @Override
    public void close() {
        actor.close();
    }
}
