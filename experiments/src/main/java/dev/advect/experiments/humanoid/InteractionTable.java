package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * The table of interactions: how much more an algorithm gains over PPO with few goals than with all of them. Only seeds count in
 * which all four runs have been trained for the same number of steps.
 */
record InteractionTable(TrackingRows rows) {
    private static final String BASE = "ppo";

    /** The largest ratio of steps that counts as the same number: algorithms may have batches of their own. */
    private static final double SAME_STEPS = 1.01;

    private static final Map<String, ToDoubleFunction<TrackingRow>> METRICS = metrics();

    private static Map<String, ToDoubleFunction<TrackingRow>> metrics() {
        Map<String, ToDoubleFunction<TrackingRow>> metrics = new LinkedHashMap<>();
        metrics.put("success, percentage points", row -> 100 * row.success());
        metrics.put("strict success, percentage points", row -> 100 * row.strictSuccess());
        metrics.put("strictly alive, s", TrackingRow::strictAlive);
        metrics.put("MPJPE, mm (negative favours the first)", TrackingRow::error);
        metrics.put("reward", TrackingRow::reward);
        return metrics;
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        for (String algo : rows.algos()) {
            if (TrackingRows.isBaseline(algo) || algo.equals(BASE)) {
                continue;
            }
            for (Goal few : List.of(Goal.ROOT, Goal.ROOT_HANDS)) {
                if (complete(algo, few).findAny().isPresent()) {
                    METRICS.forEach((name, metric) -> text.append(line(algo, few, name, metric)));
                }
            }
        }
        return text.isEmpty() ? "No seed has ppo and another algorithm with all goals and with few yet, all after the same number of "
                + "steps.\n"
                : "(algorithm − ppo with few goals) − (algorithm − ppo with all), by seeds, with the 95 % interval "
                + "by Student's distribution; of every algorithm the actions of its own evaluations count: of ppo the mean, of fpo "
                + "stochastic ones, of fpo++ those of zero noise. A single seed has no interval "
                + "and supports no claim; seeds that are all equal have none either.\n\n"
                + "| algorithm | few goals | metric | interaction | interval | gain with all goals | seeds |\n|---|---|---|---|---|---|---|\n"
                + text;
    }

    private String line(String algo, Goal few, String name, ToDoubleFunction<TrackingRow> metric) {
        Interaction found = interaction(algo, few, metric);
        return String.format(Locale.ROOT, "| %s | %s | %s | %.3f | %s | %.3f | %d |%n", algo, few.label(), name, found.mean(),
                found.interval(), complete(algo, few).mapToDouble(seed -> gain(algo, Goal.ALL, seed, metric)).average().orElse(Double.NaN),
                found.seeds());
    }

    /** The interaction over the seeds that have all four runs. */
    Interaction interaction(String algo, Goal few, ToDoubleFunction<TrackingRow> metric) {
        return Interaction.of(complete(algo, few)
                .mapToDouble(seed -> gain(algo, few, seed, metric) - gain(algo, Goal.ALL, seed, metric)).boxed().toList());
    }

    private LongStream complete(String algo, Goal few) {
        return rows.seeds().stream().mapToLong(Long::longValue).filter(seed -> {
            double[] steps = {steps(few, algo, seed), steps(few, BASE, seed), steps(Goal.ALL, algo, seed), steps(Goal.ALL, BASE, seed)};
            double least = Double.POSITIVE_INFINITY;
            double most = 0;
            for (double of : steps) { // NaN for a run without rows
                least = Math.min(least, of);
                most = Math.max(most, of);
            }
            return most <= SAME_STEPS * least;
        });
    }

    private double steps(Goal goal, String algo, long seed) {
        return rows.usual(goal, algo).inSeed(seed).mean(TrackingRow::steps);
    }

    /** The algorithm's mean minus PPO's in one seed. */
    private double gain(String algo, Goal goal, long seed, ToDoubleFunction<TrackingRow> metric) {
        return rows.usual(goal, algo).inSeed(seed).mean(metric) - rows.usual(goal, BASE).inSeed(seed).mean(metric);
    }
}
