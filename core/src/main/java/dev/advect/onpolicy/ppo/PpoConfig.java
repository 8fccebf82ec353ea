package dev.advect.onpolicy.ppo;

import dev.advect.learner.ConfigChecks;

/**
 * What is Gaussian PPO's own.
 *
 * @param clip the ratio is clipped to 1 ± clip
 * @param entropyCost weight of the entropy bonus
 * @param deviation what the policy's standard deviation depends on
 */
public record PpoConfig(double clip, double entropyCost, Deviation deviation) {
    /** What the standard deviation of an action depends on. */
    public enum Deviation {
        /** On the state: further outputs of the network, as in Brax. */
        STATE,
        /** On nothing: a parameter for every component of the action. */
        SHARED
    }

    public PpoConfig {
        ConfigChecks.positive("clip", clip);
        ConfigChecks.within("entropyCost", entropyCost, 0, Double.POSITIVE_INFINITY);
    }
}
