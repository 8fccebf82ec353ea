package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import dev.advect.train.RunException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The choice of settings for the experiment, by the same trials for every algorithm: the experiment's own settings, and others that
 * differ from them in one thing. Trials are compared on motions that the experiment does not have, by the reward that an episode
 * collects until the bodies' mean distance exceeds 0.5 m, in seconds of perfect tracking.
 *
 * @param algo the algorithm
 * @param name the trial's name; empty for the experiment's own settings
 * @param values the values that differ from them, by key
 */
public record TrackingTuning(Algorithm algo, String name, Map<String, String> values) {

    /** The trials of an algorithm. */
    public static List<TrackingTuning> trials(Algorithm algo) {
        List<TrackingTuning> trials = new ArrayList<>();
        trials.add(new TrackingTuning(algo, "", Map.of()));
        for (String rate : List.of("2e-4", "1e-3")) {
            trials.add(new TrackingTuning(algo, "rate-" + rate, Map.of("loop.learningRate", rate, "loop.valueLearningRate", rate)));
        }
        for (double deviation : new double[] {0.05, 0.2}) {
            trials.add(new TrackingTuning(algo, "noise-" + deviation, TrackingSettings.noise(algo, deviation)));
        }
        for (String epochs : List.of("2", "8")) {
            trials.add(new TrackingTuning(algo, "epochs-" + epochs, Map.of("loop.epochs", epochs)));
        }
        for (String lambda : List.of("0.2", "0.8")) {
            trials.add(new TrackingTuning(algo, "lambda-" + lambda, Map.of("loop.gaeLambda", lambda)));
        }
        return trials;
    }

    /** The trial's name in rows and folders. */
    public String variant() {
        return name.isEmpty() ? algo.toString() : algo + "-" + name;
    }

    /** The variant that is trained in the trial. */
    public Variant on(Variant base) {
        return new Variant(variant(), algo, over(base).values());
    }

    /** A variant with the trial's settings, under its own name. */
    public Variant over(Variant base) {
        Map<String, String> all = new LinkedHashMap<>(base.values());
        all.putAll(values);
        return new Variant(base.name(), algo, all);
    }

    /** The trial with the highest score among those of an algorithm; empty if one has no rows or other numbers of steps. */
    static Optional<TrackingTuning> best(Algorithm algo, TrackingRows rows) {
        List<TrackingTuning> trials = trials(algo);
        long shapes = trials.stream().map(trial -> trial.shape(rows)).distinct().count();
        return shapes > 1 || trials.getFirst().rows(rows).isEmpty() ? Optional.empty()
                : trials.stream().max(Comparator.comparingDouble(trial -> trial.score(rows)));
    }

    /** The rows by which a trial is judged, of all goals. */
    private List<TrackingRow> rows(TrackingRows rows) {
        List<TrackingRow> all = new ArrayList<>();
        for (Goal goal : Goal.values()) {
            all.addAll(rows.usual(goal, variant()).all());
        }
        return all;
    }

    /** The goals, motions, seeds and steps of a trial's rows, which are equal for trials that can be compared. */
    private List<Object> shape(TrackingRows rows) {
        return rows(rows).stream().<Object>map(row -> List.of(row.goal(), row.clip(), row.seed(), row.steps())).toList();
    }

    /** The mean reward of an episode, in seconds of perfect tracking; NaN without rows. */
    double score(TrackingRows rows) {
        return new TrackingRows(rows(rows)).mean(row -> row.reward() * row.alive());
    }

    /** The table of all trials of some algorithms, as Markdown. */
    public static String markdown(List<Algorithm> algos, TrackingReport report) {
        TrackingRows rows = new TrackingRows(report.rows());
        StringBuilder text = new StringBuilder("# Settings that were tried\n\n"
                + "The score is the reward of an episode until the mean distance exceeds 0.5 m, in seconds of perfect tracking: the mean "
                + "over goals, motions and seeds, of ppo with the mean action, of fpo with stochastic ones, of fpo++ with zero noise.\n\n"
                + "| algorithm | differs in | steps | score, s | strictly alive, s | MPJPE, mm |\n|---|---|---|---|---|---|\n");
        for (Algorithm algo : algos) {
            for (TrackingTuning trial : trials(algo)) {
                TrackingRows of = new TrackingRows(trial.rows(rows));
                text.append(of.all().isEmpty()
                        ? String.format(Locale.ROOT, "| %s | %s | not yet | | | |%n", algo, trial.difference())
                        : String.format(Locale.ROOT, "| %s | %s | %.2f M | %.3f | %.2f | %.1f |%n", algo, trial.difference(),
                                of.mean(TrackingRow::steps) / 1e6, trial.score(rows), of.mean(TrackingRow::strictAlive),
                                of.mean(TrackingRow::error)));
            }
        }
        text.append('\n');
        for (Algorithm algo : algos) {
            text.append(best(algo, rows).map(trial -> "Best of " + algo + ": " + trial.difference() + ".\n")
                    .orElse("Not all trials of " + algo + " are done to the same number of steps, so that none is chosen.\n"));
        }
        return text.toString();
    }

    private String difference() {
        return values.isEmpty() ? "nothing" : String.join(", ", values.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue()).toList());
    }

    /**
     * Reads which trial was the best.
     *
     * @param folder the folder of the trials
     * @throws RunException if not all trials of the algorithm are done
     */
    public static TrackingTuning chosen(Algorithm algo, Path folder) throws IOException {
        return best(algo, new TrackingRows(TrackingStudy.last(folder))).orElseThrow(() -> new RunException(folder
                + " does not hold all trials of " + algo + " with the same number of steps: finish them by reproduce humanoid --tuning"));
    }
}
