package dev.advect.experiments.humanoid;

import dev.advect.train.Evaluation;

import java.util.List;
import java.util.Locale;

/**
 * The mean of a quantity over seeds with its 95 % interval by Student's distribution.
 *
 * @param mean the mean
 * @param halfWidth half the width of the interval; NaN for a single seed, which has none
 * @param seeds the number of seeds
 */
record Interaction(double mean, double halfWidth, int seeds) {
    static Interaction of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        if (n < 2) {
            return new Interaction(mean, Double.NaN, n);
        }
        double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
        return new Interaction(mean, Evaluation.studentT975(n - 1) * Math.sqrt(squares / (n - 1) / n), n);
    }

    /** The interval as in tables. Equal seeds say nothing about how much others would differ, and so have none. */
    String interval() {
        if (Double.isNaN(halfWidth)) {
            return "none";
        }
        return halfWidth <= 1e-9 * Math.max(1, Math.abs(mean)) ? "all seeds equal"
                : String.format(Locale.ROOT, "%.3f … %.3f", mean - halfWidth, mean + halfWidth);
    }
}
