package dev.advect.experiments.grid;

import dev.advect.train.Evaluation;
import dev.advect.train.RunConfig;
import dev.advect.train.TrainingHistory;
import org.jspecify.annotations.Nullable;

/**
 * The results of one run. Returns are undiscounted.
 *
 * @param task the environment's name
 * @param variant the variant's name
 * @param algo the algorithm's name
 * @param seed the run's random seed
 * @param steps the environment steps done
 * @param minutes the training time in minutes
 * @param mean the mean return of the last checkpoint
 * @param se the standard error of that mean, over episodes
 * @param bestStep the step of the checkpoint with the best of the run's own evaluations
 * @param bestMean the mean return of that checkpoint, in other episodes than those by which it was selected
 * @param bestSe the standard error of that mean
 * @param episodes the number of episodes of each evaluation
 * @param random the mean return of random actions
 * @param randomSe the standard error of that mean
 * @param zero the mean return of the action 0
 * @param zeroSe the standard error of that mean
 * @param budgetSteps the run's limit of steps; 0 for no limit
 * @param budgetMinutes the run's limit of minutes; 0 for no limit
 * @param ways the last checkpoint's return in both action modes, of which {@code mean} is the algorithm's default; null
 *     in rows of older versions
 * @param training the speed of training and the learning curve; null in rows of older versions
 */
public record Row(String task, String variant, String algo, long seed, long steps, double minutes, double mean, double se,
        long bestStep, double bestMean, double bestSe, int episodes, double random, double randomSe, double zero,
        double zeroSe, long budgetSteps, double budgetMinutes, @Nullable ActionModes ways,
        @Nullable TrainingHistory training) {

    /** A copy with what rows of older versions lack. */
    Row with(ActionModes measured, TrainingHistory read) {
        return new Row(task, variant, algo, seed, steps, minutes, mean, se, bestStep, bestMean, bestSe, episodes, random,
                randomSe, zero, zeroSe, budgetSteps, budgetMinutes, measured, read);
    }

    /**
     * Whether the best checkpoint is well above both baselines: by three standard errors of the difference, so that it
     * is significant, and by the standard deviation of a baseline's single episodes, so that it is relevant.
     */
    public boolean learnt() {
        return wellAbove(random, randomSe) && wellAbove(zero, zeroSe);
    }

    private boolean wellAbove(double baseline, double baselineSe) {
        double gain = bestMean - baseline;
        return gain > 3 * Math.hypot(bestSe, baselineSe) && gain > baselineSe * Math.sqrt(episodes);
    }

    /** The name of the run's folder. */
    String run() {
        return Cell.name(task, variant, seed);
    }

    /** Whether the run's budget was that of a configuration. */
    boolean hasBudgetOf(RunConfig config) {
        return budgetSteps == config.steps() && budgetMinutes == config.minutes();
    }

    /** Whether this is the row of the given run. */
    boolean isOf(Cell cell) {
        return task.equals(cell.task()) && variant.equals(cell.variant().name()) && seed == cell.seed();
    }

    /**
     * The returns of the baselines in a task.
     *
     * @param task the environment's name
     * @param episodes the number of episodes of each evaluation
     * @param random the mean return of random actions
     * @param randomSe the standard error of that mean
     * @param zero the mean return of the action 0
     * @param zeroSe the standard error of that mean
     */
    public record Baselines(String task, int episodes, double random, double randomSe, double zero, double zeroSe) {
        static Baselines of(String task, Evaluation random, Evaluation zero) {
            return new Baselines(task, random.episodes(), random.mean(), random.se(), zero.mean(), zero.se());
        }
    }
}
