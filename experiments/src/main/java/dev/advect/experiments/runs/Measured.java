package dev.advect.experiments.runs;

import dev.advect.train.Evaluation;
import dev.advect.train.TrainingHistory;
import org.jspecify.annotations.Nullable;

/**
 * What a run has used of its budget, and how good its checkpoints are.
 *
 * @param steps the environment steps done
 * @param seconds the training time in seconds
 * @param training the speed of training and the run's own evaluations
 * @param policy how good the policies are; null if that was not asked for
 */
public record Measured(long steps, double seconds, TrainingHistory training, @Nullable Policies policy) {

    /**
     * The evaluations of a run's last and best checkpoints.
     *
     * @param stochasticByDefault whether the policy samples its actions by default
     * @param stochastic the last checkpoint's evaluation with sampled actions
     * @param deterministic the last checkpoint's evaluation with zero noise
     * @param bestStep the step of the checkpoint with the best of the run's own evaluations
     * @param best the evaluation of that checkpoint in its default action mode
     */
    public record Policies(boolean stochasticByDefault, Evaluation stochastic, Evaluation deterministic, long bestStep,
            Evaluation best) {

        /** The last checkpoint's evaluation in its default action mode. */
        public Evaluation last() {
            return stochasticByDefault ? stochastic : deterministic;
        }
    }
}
