package dev.advect.experiments.humanoid;

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
    /** The 97.5 % quantiles of Student's distribution for 1 to 10 degrees of freedom. */
    private static final double[] QUANTILES = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228};

    static Interaction of(List<Double> values) {
        int n = values.size();
        double mean = values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
        if (n < 2) {
            return new Interaction(mean, Double.NaN, n);
        }
        double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
        double quantile = n - 2 < QUANTILES.length ? QUANTILES[n - 2] : 2.2;
        return new Interaction(mean, quantile * Math.sqrt(squares / (n - 1) / n), n);
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
