package dev.advect.train;

import dev.advect.config.InvalidValueException;

/**
 * The health checks of a run.
 *
 * @param report whether the first non-finite number is reported, with everything needed to repeat the update
 * @param cliff the fraction of the improvement since the first evaluation that an evaluation must lose to count as a
 *     fall; 0 for no alarm
 * @param cliffEvaluations the number of consecutive falls that raise the alarm
 * @param returnToBest whether the alarm returns the networks to the best checkpoint
 * @param stabilise whether the alarm switches to settings that keep a converged policy from collapsing, see
 *     {@link dev.advect.learner.Learner#stabilise}
 */
public record HealthConfig(
        boolean report, double cliff, int cliffEvaluations, boolean returnToBest, boolean stabilise) {
    public HealthConfig {
        if (!(cliff >= 0 && cliff <= 1)) {
            throw new InvalidValueException("cliff: " + cliff + " is not possible, it must lie in [0, 1]");
        }
        if (cliffEvaluations < 1) {
            throw new InvalidValueException(
                    "cliffEvaluations: " + cliffEvaluations + " is not possible, it must be at least 1");
        }
        if (returnToBest && cliff == 0) {
            throw new InvalidValueException("returnToBest: needs the alarm, cliff must be above 0");
        }
        if (stabilise && cliff == 0) {
            throw new InvalidValueException("stabilise: needs the alarm, cliff must be above 0");
        }
    }
}
