package dev.advect.view.play;

import dev.advect.policy.Acting;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A trained policy. Where it decides on several actions at once, they are executed one after another. */
public final class PolicyPilot implements Pilot {
    private final Actor actor;
    private final @Nullable RandomGenerator random;
    private final float[] noise;
    private final float[] chunk;
    private int next;

    /**
     * @param policy the policy, which the caller closes
     * @param acting how it acts
     * @param random the noise of stochastic actions, or null for deterministic ones
     */
    public PolicyPilot(Policy policy, Acting acting, @Nullable RandomGenerator random) {
        this.random = random;
        actor = new Actor(policy, acting, 1, 1);
        noise = new float[policy.noiseSize()];
        chunk = new float[policy.chunk() * policy.actionSize()];
    }

    @Override
    public void begin() {
        next = chunk.length;
    }

    @Override
    public void act(float[] observation, float[] action) {
        if (next >= chunk.length) {
            draw(noise, random);
            actor.act(observation, noise, chunk);
            next = 0;
        }
        System.arraycopy(chunk, next, action, 0, action.length);
        next += action.length;
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
