package dev.advect.experiments.sweep;

import dev.advect.experiments.StandardNormal;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A density on an interval, estimated from a few points: a mixture, with equal weights, of one normal distribution per
 * point and one as wide as the interval around its middle, all truncated to the interval. A point's normal is as wide as
 * the distance to the farther of its neighbours, within limits, as Bergstra et al. (2011) propose.
 */
final class ParzenEstimator {
    /** The number of points from which on widths do not shrink any more. */
    private static final int MAX_SHRINKING = 100;

    private final double low;
    private final double high;
    private final double[] means;
    private final double[] deviations;
    /** The probability that each normal gives to the interval. */
    private final double[] masses;

    private ParzenEstimator(double low, double high, double[] means, double[] deviations) {
        this.low = low;
        this.high = high;
        this.means = means;
        this.deviations = deviations;
        masses = new double[means.length];
        Arrays.setAll(masses, i -> StandardNormal.cdf((high - means[i]) / deviations[i])
                - StandardNormal.cdf((low - means[i]) / deviations[i]));
    }

    /** @param points the points, within the interval, in any order; there may be none */
    static ParzenEstimator of(double[] points, double low, double high) {
        double middle = (low + high) / 2;
        double[] means = Arrays.copyOf(points, points.length + 1);
        means[points.length] = middle;
        Arrays.sort(means);
        int prior = Arrays.binarySearch(means, middle);
        double range = high - low;
        double narrowest = range / Math.min(MAX_SHRINKING, means.length + 1);
        double[] deviations = new double[means.length];
        for (int i = 0; i < means.length; i++) {
            double left = i == 0 ? 0 : means[i] - means[i - 1];
            double right = i == means.length - 1 ? 0 : means[i + 1] - means[i];
            deviations[i] = i == prior ? range : Math.min(range, Math.max(narrowest, Math.max(left, right)));
        }
        return new ParzenEstimator(low, high, means, deviations);
    }

    /** The density at a point of the interval. */
    double density(double x) {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += StandardNormal.density((x - means[i]) / deviations[i]) / deviations[i] / masses[i];
        }
        return sum / means.length;
    }

    /** Draws a point of the interval. */
    double draw(RandomGenerator random) {
        int i = random.nextInt(means.length);
        while (true) { // a normal has its mean within the interval and is no wider: every third try succeeds, at least
            double x = random.nextGaussian(means[i], deviations[i]);
            if (x >= low && x <= high) {
                return x;
            }
        }
    }
}
