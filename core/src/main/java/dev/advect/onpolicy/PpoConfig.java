package dev.advect.onpolicy;

import dev.advect.learner.Check;

/**
 * What is Gaussian PPO's own.
 *
 * @param clip the ratio is clipped to 1 ± clip
 * @param entropyCost weight of the entropy bonus
 */
public record PpoConfig(double clip, double entropyCost) {
    public PpoConfig {
        Check.positive("clip", clip);
        Check.within("entropyCost", entropyCost, 0, Double.POSITIVE_INFINITY);
    }
}
