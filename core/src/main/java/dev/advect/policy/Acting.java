package dev.advect.policy;

import dev.advect.config.InvalidValueException;

/**
 * What lies between an environment and a policy's networks, the same wherever the policy acts: while data is collected,
 * in evaluations, and once it is exported.
 *
 * @param normalizeObservations whether observations pass the policy's normaliser
 * @param actionBound what the networks choose is held within ± this before it is squashed; 0 for no bound
 */
public record Acting(boolean normalizeObservations, double actionBound) {
    public Acting {
        if (!(actionBound >= 0 && actionBound < Double.POSITIVE_INFINITY)) {
            throw new InvalidValueException("actionBound: " + actionBound + " is not possible");
        }
    }
}
