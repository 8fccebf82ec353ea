package dev.advect.experiments.grid.statistics;

import dev.advect.random.Rng;

import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;

/**
 * Confidence intervals by a stratified bootstrap: a resample draws, for each task by itself, as many of the task's runs
 * as there are, with replacement. Tasks are never resampled, since they are chosen and not drawn.
 *
 * <p>Every interval uses the same sequence of random numbers, so that those of a curve's points belong together.
 *
 * @param resamples the number of resamples
 * @param seed the seed of the random numbers
 */
public record StratifiedBootstrap(int resamples, long seed) {

    /** The interval of a statistic of one algorithm. */
    public Interval interval(Scores scores, ToDoubleFunction<Scores> statistic) {
        RandomGenerator random = new Rng(seed, 0);
        double[] values = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            values[i] = statistic.applyAsDouble(resample(scores, random));
        }
        return Interval.of(statistic.applyAsDouble(scores), values);
    }

    /** The interval of a statistic of two algorithms, whose runs are resampled independently. */
    public Interval interval(Scores x, Scores y, ToDoubleBiFunction<Scores, Scores> statistic) {
        RandomGenerator random = new Rng(seed, 0);
        double[] values = new double[resamples];
        for (int i = 0; i < resamples; i++) {
            values[i] = statistic.applyAsDouble(resample(x, random), resample(y, random));
        }
        return Interval.of(statistic.applyAsDouble(x, y), values);
    }

    /** Draws runs within each task. */
    static Scores resample(Scores scores, RandomGenerator random) {
        List<double[]> drawn = scores.tasks().stream().map(runs -> {
            double[] sample = new double[runs.length];
            for (int i = 0; i < sample.length; i++) {
                sample[i] = runs[random.nextInt(runs.length)];
            }
            return sample;
        }).toList();
        return new Scores(drawn);
    }
}
