package dev.advect.view.play;

import org.jspecify.annotations.Nullable;

import java.util.random.RandomGenerator;

/** The actions that a policy decided on at once, which are executed one after another. */
public final class Plan {
    private float[] actions = {};
    private int next;

    /** Discards what was not executed yet: the next action is decided on anew. */
    public void forget() {
        actions = new float[0];
        next = 0;
    }

    /**
     * Chooses the next action, and decides first if there is none left.
     *
     * @param observation the current observation, {@code [observationSize]}
     * @param random the noise of stochastic actions, or null for deterministic ones
     * @param action receives the action, {@code [actionSize]}
     */
    public void act(WatchedPolicy policy, float[] observation, @Nullable RandomGenerator random, float[] action) {
        if (next >= actions.length) {
            float[] noise = new float[policy.noiseSize()];
            for (int i = 0; random != null && i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
            actions = new float[policy.chunk() * action.length];
            policy.act(observation, noise, actions);
            next = 0;
        }
        System.arraycopy(actions, next, action, 0, action.length);
        next += action.length;
    }
}
