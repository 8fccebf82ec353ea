package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * The rows of an experiment, selected by goal, algorithm and kind of action.
 *
 * @param all the last row of every run, motion and kind of action
 */
record TrackingRows(List<TrackingRow> all) {
    private static final List<String> BASELINES = List.of("still", "open-loop");

    TrackingRows {
        all = List.copyOf(all);
    }

    static boolean isBaseline(String algo) {
        return BASELINES.contains(algo);
    }

    /** The baselines and the algorithms that have rows. */
    List<String> algos() {
        Set<String> algos = new LinkedHashSet<>(BASELINES);
        all.forEach(row -> algos.add(row.algo()));
        return List.copyOf(algos);
    }

    Set<Long> seeds() {
        Set<Long> seeds = new LinkedHashSet<>();
        all.forEach(row -> seeds.add(row.seed()));
        return seeds;
    }

    /** The rows of an algorithm; a baseline has the same actions everywhere. */
    TrackingRows of(Goal goal, String algo, boolean stochastic) {
        String actions = TrackingEvaluator.actions(stochastic);
        return new TrackingRows(all.stream().filter(row -> row.goal().equals(goal.label()) && row.algo().equals(algo)
                && (row.actions().equals(actions) || isBaseline(algo))).toList());
    }

    /** The rows with the actions that the algorithm's own evaluations take: PPO's mean, FPO's draws, FPO++'s from zero noise. */
    TrackingRows usual(Goal goal, String algo) {
        return of(goal, algo, !TrackingSettings.isDeterministic(algo));
    }

    /** Whether a row's algorithm is PPO, or a trial of PPO with other settings. */
    static boolean isGaussian(String algo) {
        return algo.equals("ppo") || algo.startsWith("ppo-");
    }

    TrackingRows inSeed(long seed) {
        return new TrackingRows(all.stream().filter(row -> row.seed() == seed).toList());
    }

    /** The mean of a quantity; NaN without rows. */
    double mean(ToDoubleFunction<TrackingRow> value) {
        return all.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
