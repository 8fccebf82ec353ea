package dev.advect.policy;

import dev.advect.config.InvalidValueException;

/**
 * The processing between an environment and a policy's networks. It is the same wherever the policy acts: during
 * collection, in evaluations, and after export.
 *
 * @param normalizeObservations whether observations pass through the policy's normaliser
 * @param actionBound the networks' output is clamped to ± this bound before it is squashed; 0 for no bound
 */
public record Acting(boolean normalizeObservations, double actionBound) {
    public Acting {
        if (!(actionBound >= 0 && actionBound < Double.POSITIVE_INFINITY)) {
            throw new InvalidValueException("actionBound: " + actionBound + " is not possible");
        }
    }
}
