package dev.advect.experiments.grid.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * The scores of one algorithm: for each task those of its runs. Tasks may have different numbers of runs.
 *
 * @param tasks one array per task, in the same order for all algorithms; none of them is empty
 */
public record Scores(List<double[]> tasks) {
    public Scores {
        tasks = List.copyOf(tasks);
        if (tasks.isEmpty() || tasks.stream().anyMatch(runs -> runs.length == 0)) {
            throw new IllegalArgumentException("scores need a task, and a run of each task");
        }
    }

    /** The scores of all runs on all tasks. */
    public double[] all() {
        return tasks.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** The mean over tasks of the mean over runs. */
    public double mean() {
        return tasks.stream().mapToDouble(runs -> Arrays.stream(runs).average().orElseThrow()).average().orElseThrow();
    }

    /**
     * The interquartile mean: the mean of all runs on all tasks without the lowest and the highest quarter. A quarter
     * that is no whole number of runs is rounded down, as {@code scipy.stats.trim_mean} does.
     */
    public double interquartileMean() {
        double[] sorted = all();
        Arrays.sort(sorted);
        int cut = sorted.length / 4;
        return Arrays.stream(sorted, cut, sorted.length - cut).average().orElseThrow();
    }

    /** The fraction of all runs on all tasks whose score is above a threshold: a point of the performance profile. */
    public double fractionAbove(double threshold) {
        return Arrays.stream(all()).map(score -> score > threshold ? 1 : 0).average().orElseThrow();
    }

    /**
     * The probability that a run of this algorithm has a higher score than one of another algorithm on the same task,
     * averaged over tasks. Ties count half.
     */
    public double probabilityOfImprovementOver(Scores other) {
        if (other.tasks.size() != tasks.size()) {
            throw new IllegalArgumentException("the algorithms have scores of different tasks");
        }
        double sum = 0;
        for (int task = 0; task < tasks.size(); task++) {
            sum += probability(tasks.get(task), other.tasks.get(task));
        }
        return sum / tasks.size();
    }

    private static double probability(double[] own, double[] others) {
        double wins = 0;
        for (double x : own) {
            for (double y : others) {
                wins += x > y ? 1 : x == y ? 0.5 : 0;
            }
        }
        return wins / own.length / others.length;
    }
}
