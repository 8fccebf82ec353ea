package dev.advect.train;

import dev.advect.config.InvalidValueException;

/**
 * What is watched while a run goes on.
 *
 * @param report whether the first number that is not finite is reported, with all that is needed to do the update again
 * @param cliff an evaluation that has lost more than this part of what was gained since the first one is a fall; 0 for no
 *     alarm
 * @param cliffEvaluations falls in a row that raise the alarm
 * @param returnToBest whether the alarm takes the networks back to the best checkpoint
 */
public record HealthConfig(boolean report, double cliff, int cliffEvaluations, boolean returnToBest) {
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
    }
}
