package dev.advect.train;

import org.jspecify.annotations.Nullable;

/**
 * How far a run is.
 *
 * @param steps environment steps done, earlier parts of a resumed run included
 * @param totalSteps those at which it ends
 * @param seconds of training, likewise
 * @param totalSeconds those after which it ends; infinite without limit
 * @param stepsPerSecond over the last iterations, evaluations and checkpoints included
 * @param trainingReturn mean return of the episodes that ended lately; NaN before the first
 * @param lastEvaluation null before the first
 */
public record Progress(long steps, long totalSteps, double seconds, double totalSeconds, double stepsPerSecond,
        double trainingReturn, @Nullable Evaluation lastEvaluation) {

    /** The done part of the budget that runs out first, in [0, 1]. */
    public double fraction() {
        return Math.min(1, Math.max((double) steps / totalSteps, seconds / totalSeconds));
    }

    /** Seconds until the budget that runs out first is spent. */
    public double secondsLeft() {
        double bySteps = stepsPerSecond > 0 ? (totalSteps - steps) / stepsPerSecond : Double.POSITIVE_INFINITY;
        return Math.max(0, Math.min(bySteps, totalSeconds - seconds));
    }
}
