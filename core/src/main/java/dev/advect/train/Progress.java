package dev.advect.train;

import org.jspecify.annotations.Nullable;

/**
 * The progress of a run.
 *
 * @param pretrained the fraction of pre-training that is done, before the first environment step; 1 if there is none
 * @param steps the environment steps done, including those before a resumption
 * @param totalSteps the environment steps at which the run ends
 * @param seconds the training time in seconds, including the time before a resumption
 * @param totalSeconds the training time at which the run ends; infinite if there is no limit
 * @param stepsPerSecond the speed over the last iterations, including evaluations and checkpoints
 * @param trainingReturn the mean return of recently finished episodes; NaN before the first
 * @param lastEvaluation the last evaluation; null before the first
 */
public record Progress(double pretrained, long steps, long totalSteps, double seconds, double totalSeconds, double stepsPerSecond,
        double trainingReturn, @Nullable Evaluation lastEvaluation) {

    /** The completed fraction of the budget that runs out first, in [0, 1]. */
    public double fraction() {
        return Math.min(1, Math.max((double) steps / totalSteps, seconds / totalSeconds));
    }

    /** The estimated time in seconds until the first budget runs out. */
    public double secondsLeft() {
        double bySteps = stepsPerSecond > 0 ? (totalSteps - steps) / stepsPerSecond : Double.POSITIVE_INFINITY;
        return Math.max(0, Math.min(bySteps, totalSeconds - seconds));
    }
}
