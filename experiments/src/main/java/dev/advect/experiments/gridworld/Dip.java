package dev.advect.experiments.gridworld;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Hartigan's dip statistic, the largest distance between a sample's distribution function and the nearest unimodal one
 * (Hartigan and Hartigan, "The dip test of unimodality", Annals of Statistics 13, 1985). It is 1/(2n) for evenly spaced
 * numbers, and 1/4 for two point masses of equal size.
 *
 * <p>A unimodal distribution function is convex below its mode and concave above it, with at most a jump at the mode.
 * Only the sample's points need to be tried as modes, since between two of them the function may be replaced by its
 * chord. For a distance ε, the lowest convex function that stays within ε has a closed form: its slope is at least that
 * of every line from an upper bound to a later lower bound. Whether the two halves can meet at some mode is monotone in
 * ε, which is found by bisection. Each of the 40 steps is O(n²), with n about a thousand.
 */
public final class Dip {
    private static final int BISECTIONS = 40;

    private Dip() {}

    /** Computes the dip of at least one number, in any order. */
    public static double of(double[] sample) {
        Steps up = Steps.of(sample);
        Steps down = up.mirrored();
        double low = 0.5 / sample.length;
        double high = 0.25;
        if (low >= high || fits(up, down, low)) {
            return low;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (fits(up, down, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /**
     * Estimates by simulation a quantile of the dip of n uniformly distributed numbers, the unimodal distribution with
     * the largest dip.
     *
     * @param n the sample size
     * @param share the probability of the quantile, such as 0.95
     * @param repetitions the number of simulated samples
     */
    public static double uniformQuantile(int n, double share, int repetitions, RandomGenerator random) {
        double[] dips = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            dips[i] = of(random.doubles(n).toArray());
        }
        Arrays.sort(dips);
        return dips[(int) Math.min(repetitions - 1, Math.ceil(share * repetitions))];
    }

    private static boolean fits(Steps up, Steps down, double epsilon) {
        double[] below = up.lowestConvex(epsilon);
        double[] above = down.lowestConvex(epsilon);
        int n = below.length;
        for (int mode = 0; mode < n; mode++) {
            // the lower half's value just before the mode, and the upper half's value at the mode
            double left = below[mode];
            double right = 1 - above[n - 1 - mode];
            if (left <= up.before[mode] + epsilon && right >= up.after[mode] - epsilon && left <= right + 1e-12) {
                return true;
            }
        }
        return false;
    }

    /**
     * A step function that is a distribution function.
     *
     * @param x the points where it rises, ascending
     * @param before its value just before each point
     * @param after its value at each point
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Steps(double[] x, double[] before, double[] after) {
        static Steps of(double[] sample) {
            double[] sorted = sample.clone();
            Arrays.sort(sorted);
            double[] x = Arrays.stream(sorted).distinct().toArray();
            double[] before = new double[x.length];
            double[] after = new double[x.length];
            int count = 0;
            for (int i = 0; i < x.length; i++) {
                before[i] = (double) count / sorted.length;
                while (count < sorted.length && sorted[count] == x[i]) {
                    count++;
                }
                after[i] = (double) count / sorted.length;
            }
            return new Steps(x, before, after);
        }

        /** The distribution function of the negated numbers. */
        Steps mirrored() {
            int n = x.length;
            double[][] mirrored = new double[3][n];
            for (int i = 0; i < n; i++) {
                mirrored[0][i] = -x[n - 1 - i];
                mirrored[1][i] = 1 - after[n - 1 - i];
                mirrored[2][i] = 1 - before[n - 1 - i];
            }
            return new Steps(mirrored[0], mirrored[1], mirrored[2]);
        }

        /**
         * Computes, for each point, the lowest value of a convex, increasing function that stays within ε up to but
         * excluding that point; infinite if there is none.
         */
        double[] lowestConvex(double epsilon) {
            int n = x.length;
            double[] lowest = new double[n];
            double[] slope = new double[n];
            lowest[0] = before[0] - epsilon;
            for (int k = 0; k < n; k++) {
                // at the mode the lower bound is the value before the jump
                double value = before[k] - epsilon;
                for (int j = 0; j < k; j++) {
                    value = Math.max(value, after[j] - epsilon + slope[j] * (x[k] - x[j]));
                }
                lowest[k] = value;
                // as a point of the lower half the function is continuous, and so bounded by both sides of the jump
                if (Math.max(value, after[k] - epsilon) > before[k] + epsilon + 1e-12) {
                    Arrays.fill(lowest, k + 1, n, Double.POSITIVE_INFINITY);
                    break;
                }
                for (int i = 0; i < k; i++) {
                    slope[k] = Math.max(slope[k],
                            (after[k] - epsilon - (before[i] + epsilon)) / (x[k] - x[i]));
                }
            }
            return lowest;
        }
    }
}
