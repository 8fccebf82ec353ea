package dev.advect.experiments.humanoid;

import dev.advect.env.Step;
import dev.advect.envs.humanoid.ReferenceMotion;
import dev.advect.envs.humanoid.Tracking;

import java.util.List;

/**
 * The distances from the reference in one episode, summed up step by step. All 24 bodies count; the public code of FPO leaves out hands
 * and toes.
 */
final class EpisodeErrors {
    private final List<Integer> goal;
    private int steps;
    private int strictSteps;
    private boolean lost;
    private boolean left;
    private double sum;
    private double goalSum;
    private double rewards;

    /** @param goal the bodies whose targets the policy was told */
    EpisodeErrors(List<Integer> goal) {
        this.goal = goal;
    }

    /**
     * Adds a step, unless all was lost before.
     *
     * @param diverged whether the simulation failed in it: the pose is then not the policy's, and may be near the reference
     */
    void add(double mean, double largest, double goalMean, double reward, boolean diverged) {
        lost |= diverged || !(mean <= Tracking.LOOSE); // so that NaN counts as lost
        left |= diverged || !(largest <= Tracking.STRICT);
        if (!lost) {
            steps++;
            sum += mean;
            goalSum += goalMean;
            rewards += reward;
        }
        if (!left && !lost) {
            strictSteps++;
        }
    }

    void add(Tracking tracking, Step step) {
        add(tracking.meanDistance(), tracking.largestDistance(), tracking.meanDistance(goal), step.reward, step.diverged);
    }

    double success() {
        return lost ? 0 : 1;
    }

    double strictSuccess() {
        return left || lost ? 0 : 1;
    }

    /** Seconds until all was lost. */
    double alive() {
        return steps / ReferenceMotion.RATE;
    }

    /** Seconds until a body was too far away. */
    double strictAlive() {
        return strictSteps / ReferenceMotion.RATE;
    }

    /** The mean distance of all bodies while alive, mm. */
    double error() {
        return 1000 * sum / Math.max(1, steps);
    }

    /** The mean distance of the goal's bodies while alive, mm. */
    double goalError() {
        return 1000 * goalSum / Math.max(1, steps);
    }

    double reward() {
        return rewards / Math.max(1, steps);
    }
}
