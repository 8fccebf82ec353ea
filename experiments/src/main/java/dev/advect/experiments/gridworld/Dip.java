package dev.advect.experiments.gridworld;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Hartigan's dip: the largest distance between a sample's distribution function and the nearest unimodal one (Hartigan and
 * Hartigan, "The dip test of unimodality", Annals of Statistics 13, 1985). It is 1/(2n) for evenly spaced numbers, and 1/4
 * for two heaps of equal size.
 *
 * <p>A unimodal distribution function is convex below its mode and concave above it, with a jump at the mode at most. A
 * mode need be looked for at the sample's points only: between two of them the function may be replaced by its chord. For
 * a distance ε the lowest convex function that stays within ε is known in closed form: its slope is at least that of every
 * line from an upper bound to a later lower bound. Whether some mode lets both halves meet is monotone in ε, which is
 * found by bisection. O(n²) for each of its 40 steps, and n is a thousand.
 */
public final class Dip {
    private static final int BISECTIONS = 40;

    private Dip() {}

    /** The dip of some numbers in any order, at least one. */
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
     * The quantile of the dip of n numbers that are uniformly distributed, the unimodal law that dips most, by simulation.
     *
     * @param share below the quantile, 0.95 for instance
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
            // the lower half's value just before the mode, and the upper half's at it
            double left = below[mode];
            double right = 1 - above[n - 1 - mode];
            if (left <= up.before[mode] + epsilon && right >= up.after[mode] - epsilon && left <= right + 1e-12) {
                return true;
            }
        }
        return false;
    }

    /**
     * A distribution function that rises at some points.
     *
     * @param x where, rising
     * @param before its value just before each
     * @param after its value at each
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
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

        /** That of the numbers with the opposite sign. */
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
         * The lowest value at each point that a convex, rising function can have which up to there, the point itself left out,
         * stays within ε; infinite if there is none.
         */
        double[] lowestConvex(double epsilon) {
            int n = x.length;
            double[] lowest = new double[n];
            double[] slope = new double[n];
            lowest[0] = before[0] - epsilon;
            for (int k = 0; k < n; k++) {
                // at the mode the function is bounded from below by what lies before its jump
                double value = before[k] - epsilon;
                for (int j = 0; j < k; j++) {
                    value = Math.max(value, after[j] - epsilon + slope[j] * (x[k] - x[j]));
                }
                lowest[k] = value;
                // as a point of the lower half: continuous there, so that it is bounded by both sides of the jump
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
