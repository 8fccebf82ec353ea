package dev.advect.onpolicy;

import dev.advect.policy.Policy;

/**
 * How a surrogate's policy explores in training, beyond sampling its actions from white noise.
 *
 * @param correlated the number of leading components of the policy's noise that may be correlated over time, if the
 *     configuration asks for it
 * @param actionNoise the standard deviation of the noise added to actions before they are squashed and stored; 0 for none
 * @param actionNoiseCorrelation the correlation of that noise over one environment step; 0 if it is independent
 * @param spreadFloor the spread of actions in training below which noise is added to them; 0 for none. The spread is that
 *     of squashed actions, and the noise is added before they are squashed: where tanh is flat, less of it arrives
 */
public record Exploration(int correlated, double actionNoise, double actionNoiseCorrelation, double spreadFloor) {
    /** Lets all of the policy's noise be correlated, and adds none to its actions. */
    public static Exploration of(Policy policy) {
        return new Exploration(policy.noiseSize(), 0, 0, 0);
    }
}
