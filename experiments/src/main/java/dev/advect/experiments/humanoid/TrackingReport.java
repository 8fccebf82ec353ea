package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** The tables of the experiment: every goal and algorithm beside the baselines, and the interaction of the two. */
public final class TrackingReport {
    private static final List<String> BASELINES = List.of("still", "open-loop");

    private final List<TrackingRow> rows;

    /** @param rows the last row of every run, motion and kind of action */
    public TrackingReport(List<TrackingRow> rows) {
        this.rows = List.copyOf(rows);
    }

    /** The rows behind the tables. */
    public List<TrackingRow> rows() {
        return rows;
    }

    /** All tables, as Markdown. */
    public String markdown() {
        StringBuilder text = new StringBuilder("# Motion tracking under few goals\n\n"
                + "Means over motions, each in episodes from its first frame; rows of several seeds are means over seeds. Success: "
                + "the bodies' mean distance from the reference never exceeds 0.5 m; strict success: no body is ever more than "
                + "0.25 m away; alive: the time until then; MPJPE: the mean distance while alive by the first rule.\n");
        for (String actions : List.of("stochastic", "deterministic")) {
            text.append("\n## ").append(actions.equals("stochastic") ? "Stochastic actions" : "Deterministic actions")
                    .append("\n\n").append(table(actions));
        }
        text.append("\n## Interaction\n\n").append(interactions());
        text.append("\n## By motion\n\n").append(byMotion());
        return text.toString();
    }

    private String table(String actions) {
        StringBuilder text = new StringBuilder("| goal | algorithm | seeds | steps | success, % | strict success, % | alive, s | "
                + "strictly alive, s | MPJPE, mm | of the goal's bodies, mm | reward |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Goal goal : Goal.values()) {
            for (String algo : algos()) {
                List<TrackingRow> of = of(goal.label(), algo, actions);
                if (!of.isEmpty()) {
                    text.append(String.format(Locale.ROOT,
                            "| %s | %s | %s | %s | %.1f | %.1f | %.2f | %.2f | %.1f | %.1f | %.3f |%n", goal.label(), algo,
                            BASELINES.contains(algo) ? "–" : Integer.toString(seeds(of).size()),
                            BASELINES.contains(algo) ? "–" : steps(of), 100 * mean(of, TrackingRow::success),
                            100 * mean(of, TrackingRow::strictSuccess), mean(of, TrackingRow::alive),
                            mean(of, TrackingRow::strictAlive), mean(of, TrackingRow::error), mean(of, TrackingRow::goalError),
                            mean(of, TrackingRow::reward)));
                }
            }
        }
        return text.toString();
    }

    private List<String> algos() {
        Set<String> algos = new LinkedHashSet<>(BASELINES);
        rows.forEach(row -> algos.add(row.algo()));
        return List.copyOf(algos);
    }

    /** The rows of an algorithm; a baseline's actions are the same in both tables. */
    private List<TrackingRow> of(String goal, String algo, String actions) {
        return rows.stream().filter(row -> row.goal().equals(goal) && row.algo().equals(algo)
                && (row.actions().equals(actions) || BASELINES.contains(algo))).toList();
    }

    /** The rows with the actions that evaluations of the paper's experiment use: a Gaussian's mean, a flow's draws. */
    private List<TrackingRow> usual(Goal goal, String algo) {
        return of(goal.label(), algo, algo.equals("ppo") ? "deterministic" : "stochastic");
    }

    private static Set<Long> seeds(List<TrackingRow> of) {
        Set<Long> seeds = new LinkedHashSet<>();
        of.forEach(row -> seeds.add(row.seed()));
        return seeds;
    }

    private static double mean(List<TrackingRow> of, ToDoubleFunction<TrackingRow> value) {
        return of.stream().mapToDouble(value).average().orElse(Double.NaN);
    }

    private String interactions() {
        Map<String, ToDoubleFunction<TrackingRow>> metrics = new LinkedHashMap<>();
        metrics.put("success, percentage points", row -> 100 * row.success());
        metrics.put("strict success, percentage points", row -> 100 * row.strictSuccess());
        metrics.put("strictly alive, s", TrackingRow::strictAlive);
        metrics.put("MPJPE, mm (negative favours the first)", TrackingRow::error);
        metrics.put("reward", TrackingRow::reward);
        StringBuilder text = new StringBuilder();
        for (String algo : algos()) {
            if (BASELINES.contains(algo) || algo.equals("ppo")) {
                continue;
            }
            for (Goal few : List.of(Goal.ROOT, Goal.ROOT_HANDS)) {
                for (Map.Entry<String, ToDoubleFunction<TrackingRow>> metric : metrics.entrySet()) {
                    Interaction found = interaction(algo, few, metric.getValue());
                    if (found.seeds() > 0) {
                        text.append(line(algo, few, metric.getKey(), found, gain(algo, Goal.ALL, metric.getValue())));
                    }
                }
            }
        }
        return text.isEmpty() ? "No seed has ppo and another algorithm with all goals and with few yet.\n"
                : "(algorithm − ppo with few goals) − (algorithm − ppo with all), by seeds, with the 95 % interval "
                + "by Student's distribution; of ppo the mean action counts, of the others stochastic ones. A single seed has no interval "
                + "and supports no claim.\n\n"
                + "| algorithm | few goals | metric | interaction | interval | gain with all goals | seeds |\n|---|---|---|---|---|---|---|\n"
                + text;
    }

    private static String line(String algo, Goal few, String metric, Interaction found, List<Double> gainWithAll) {
        String interval = Double.isNaN(found.halfWidth()) ? "none"
                : String.format(Locale.ROOT, "%.3f … %.3f", found.mean() - found.halfWidth(), found.mean() + found.halfWidth());
        return String.format(Locale.ROOT, "| %s | %s | %s | %.3f | %s | %.3f | %d |%n", algo, few.label(), metric, found.mean(),
                interval, gainWithAll.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN), found.seeds());
    }

    /** The interaction over the seeds that have all four runs. */
    Interaction interaction(String algo, Goal few, ToDoubleFunction<TrackingRow> metric) {
        List<Double> differences = new ArrayList<>();
        for (long seed : seeds(rows)) {
            double value = gain(algo, few, seed, metric) - gain(algo, Goal.ALL, seed, metric);
            if (!Double.isNaN(value)) {
                differences.add(value);
            }
        }
        return Interaction.of(differences);
    }

    private List<Double> gain(String algo, Goal goal, ToDoubleFunction<TrackingRow> metric) {
        return seeds(rows).stream().map(seed -> gain(algo, goal, seed, metric)).filter(value -> !value.isNaN()).toList();
    }

    /** The algorithm's mean minus PPO's in one seed; NaN if one of them is missing. */
    private double gain(String algo, Goal goal, long seed, ToDoubleFunction<TrackingRow> metric) {
        return mean(inSeed(goal, algo, seed), metric) - mean(inSeed(goal, "ppo", seed), metric);
    }

    private List<TrackingRow> inSeed(Goal goal, String algo, long seed) {
        return usual(goal, algo).stream().filter(row -> row.seed() == seed).toList();
    }

    private String byMotion() {
        StringBuilder text = new StringBuilder("""
                | goal | algorithm | motion | strict success, % | strictly alive, s | MPJPE, mm |
                |---|---|---|---|---|---|
                """);
        for (Goal goal : Goal.values()) {
            for (String algo : algos()) {
                Map<String, List<TrackingRow>> clips = new LinkedHashMap<>();
                usual(goal, algo).forEach(row -> clips.computeIfAbsent(row.clip(), _ -> new ArrayList<>()).add(row));
                clips.forEach((clip, of) -> text.append(String.format(Locale.ROOT, "| %s | %s | %s | %.0f | %.2f | %.1f |%n",
                        goal.label(), algo, clip, 100 * mean(of, TrackingRow::strictSuccess), mean(of, TrackingRow::strictAlive),
                        mean(of, TrackingRow::error))));
            }
        }
        return text.toString();
    }

    private static String steps(List<TrackingRow> of) {
        return String.format(Locale.ROOT, "%.2f M", of.stream().mapToLong(TrackingRow::steps).average().orElse(0) / 1e6);
    }
}
