package dev.advect.experiments.sweep;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A combination of values that a sweep tries, and how far it has come.
 *
 * @param number the number of the trial, counted from 0
 * @param values the values by the paths of their keys
 * @param started the highest rung that was started
 * @param scores the scores of the rungs that it has finished, the lowest rung first
 * @param failure why the trial ended before its rung did; null if it did not
 */
public record Trial(int number, Map<String, String> values, int started, List<Score> scores, @Nullable String failure) {
    public Trial {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        scores = List.copyOf(scores);
    }

    /**
     * The result of a rung.
     *
     * @param mean the mean return of the evaluation at the rung's end
     * @param se the standard error of that mean, over episodes
     * @param steps the environment steps done until then
     */
    public record Score(double mean, double se, long steps) {}

    static Trial proposed(int number, Map<String, String> values) {
        return new Trial(number, values, 0, List.of(), null);
    }

    Trial promoted() {
        return new Trial(number, values, started + 1, scores, failure);
    }

    Trial scored(Score score) {
        List<Score> more = new ArrayList<>(scores);
        more.add(score);
        return new Trial(number, values, started, more, failure);
    }

    Trial failed(String why) {
        return new Trial(number, values, started, scores, why);
    }

    /** The name of the trial's folder. */
    public String name() {
        return "trial-" + number;
    }

    String value(String key) {
        return Objects.requireNonNull(values.get(key));
    }

    boolean isRunning() {
        return failure == null && scores.size() == started;
    }

    /** Whether the trial has an outcome at a rung, be it a score or a failure. */
    boolean isDone(int rung) {
        return scores.size() > rung || (failure != null && started == rung);
    }

    /** The return at a rung; the lowest possible one if the trial failed there or learnt nothing that is a number. */
    double mean(int rung) {
        double mean = scores.size() > rung ? scores.get(rung).mean() : Double.NaN;
        return Double.isFinite(mean) ? mean : Double.NEGATIVE_INFINITY;
    }

    /** The score of the highest rung that the trial has finished; null before the first. */
    public @Nullable Score last() {
        return scores.isEmpty() ? null : scores.getLast();
    }
}
