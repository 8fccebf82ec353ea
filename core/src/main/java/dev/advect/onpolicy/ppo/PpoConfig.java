package dev.advect.onpolicy.ppo;

import dev.advect.learner.ConfigChecks;

/**
 * The settings specific to Gaussian PPO.
 *
 * @param clip the clip width of the ratio, which is clipped to 1 ± clip
 * @param entropyCost the weight of the entropy bonus
 * @param deviation what the policy's standard deviation depends on
 * @param fixedDeviation the standard deviation of actions before they are squashed, if it is fixed
 */
public record PpoConfig(double clip, double entropyCost, Deviation deviation, double fixedDeviation) {
    /** The dependence of the actions' standard deviation. */
    public enum Deviation {
        /** It depends on the state, through additional outputs of the network, as in Brax. */
        STATE,
        /** It is one parameter for every action dimension, whatever the state. */
        SHARED,
        /** It is a constant, {@code fixedDeviation}. */
        FIXED
    }

    /** Creates settings whose deviation is not fixed. */
    public PpoConfig(double clip, double entropyCost, Deviation deviation) {
        this(clip, entropyCost, deviation, 0.05);
    }

    public PpoConfig {
        ConfigChecks.positive("clip", clip);
        ConfigChecks.within("entropyCost", entropyCost, 0, Double.POSITIVE_INFINITY);
        ConfigChecks.within("fixedDeviation", fixedDeviation, 0.002, 100);
    }
}
