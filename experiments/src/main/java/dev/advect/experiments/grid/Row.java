package dev.advect.experiments.grid;

import dev.advect.train.Evaluation;
import org.jspecify.annotations.Nullable;

/**
 * What came of one run. Returns are undiscounted.
 *
 * @param task the environment's name
 * @param variant the variant's name
 * @param algo the algorithm's name
 * @param seed of the run
 * @param steps environment steps done
 * @param minutes of training
 * @param mean return of the last checkpoint
 * @param se of that mean, over episodes
 * @param bestStep where the run's own evaluations were best
 * @param bestMean return of that checkpoint, in other episodes than those by which it was chosen
 * @param bestSe of that mean
 * @param episodes of each evaluation
 * @param random mean return of random actions
 * @param randomSe of that mean
 * @param zero mean return of the action 0
 * @param zeroSe of that mean
 * @param budgetSteps the steps that the run could have used; 0 for no limit
 * @param budgetMinutes the minutes that it could have used; 0 for no limit
 * @param ways the last checkpoint, acting in both ways, of which {@code mean} is the one that is the algorithm's own; null
 *     in rows of older versions
 */
public record Row(String task, String variant, String algo, long seed, long steps, double minutes, double mean, double se,
        long bestStep, double bestMean, double bestSe, int episodes, double random, double randomSe, double zero,
        double zeroSe, long budgetSteps, double budgetMinutes, @Nullable ActionModes ways) {

    /** The same with both ways. */
    Row with(ActionModes measured) {
        return new Row(task, variant, algo, seed, steps, minutes, mean, se, bestStep, bestMean, bestSe, episodes, random,
                randomSe, zero, zeroSe, budgetSteps, budgetMinutes, measured);
    }

    /**
     * Whether the best checkpoint is well above both baselines: by three standard errors of the difference, and by the
     * standard deviation of a baseline's single episodes. The first says that it is no chance, the second that it is no
     * trifle.
     */
    public boolean learnt() {
        return wellAbove(random, randomSe) && wellAbove(zero, zeroSe);
    }

    private boolean wellAbove(double baseline, double baselineSe) {
        double gain = bestMean - baseline;
        return gain > 3 * Math.hypot(bestSe, baselineSe) && gain > baselineSe * Math.sqrt(episodes);
    }

    /** Whether it is the row of a run with this name. */
    boolean isOf(Cell cell) {
        return task.equals(cell.task()) && variant.equals(cell.variant().name()) && seed == cell.seed();
    }

    /**
     * What the baselines reach in a task.
     *
     * @param task the environment's name
     * @param episodes of each evaluation
     * @param random mean return of random actions
     * @param randomSe of that mean
     * @param zero mean return of the action 0
     * @param zeroSe of that mean
     */
    public record Baselines(String task, int episodes, double random, double randomSe, double zero, double zeroSe) {
        static Baselines of(String task, Evaluation random, Evaluation zero) {
            return new Baselines(task, random.episodes(), random.mean(), random.se(), zero.mean(), zero.se());
        }
    }
}
