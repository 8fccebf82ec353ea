package dev.advect.experiments.grid.statistics;

import java.util.Arrays;
import java.util.Locale;

/**
 * An estimate with its 95 % confidence interval.
 *
 * @param value the estimate
 * @param low the lower end of the interval
 * @param high the upper end of the interval
 */
public record Interval(double value, double low, double high) {
    private static final double TAIL = 0.025;

    /**
     * Creates the percentile interval of a bootstrap.
     *
     * @param resampled the statistic of every resample, which is sorted
     */
    static Interval of(double value, double[] resampled) {
        Arrays.sort(resampled);
        return new Interval(value, quantile(resampled, TAIL), quantile(resampled, 1 - TAIL));
    }

    /** The quantile of sorted values, interpolated linearly between neighbours. */
    static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int left = (int) position;
        int right = Math.min(left + 1, sorted.length - 1);
        return sorted[left] + (position - left) * (sorted[right] - sorted[left]);
    }

    /** Formats the interval as "0.612 [0.580, 0.655]". */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.3f [%.3f, %.3f]", value, low, high);
    }
}
