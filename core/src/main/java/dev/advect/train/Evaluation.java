package dev.advect.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Episodes run with a policy, and statistics of their undiscounted returns.
 *
 * @param returns the return of every episode, in their order: episode i begins alike for every policy, if the seed is the
 *     same
 * @param lengths the control steps of every episode
 */
public record Evaluation(List<Double> returns, List<Long> lengths) {
    public Evaluation {
        returns = List.copyOf(returns);
        lengths = List.copyOf(lengths);
    }

    /**
     * @param returns the undiscounted returns, one per episode
     * @param lengths the control steps, one number per episode
     */
    public static Evaluation of(double[] returns, long[] lengths) {
        return new Evaluation(Arrays.stream(returns).boxed().toList(), Arrays.stream(lengths).boxed().toList());
    }

    /** The number of episodes. */
    public int episodes() {
        return returns.size();
    }

    /** The mean return. */
    public double mean() {
        double sum = 0;
        for (double r : returns) {
            sum += r;
        }
        return sum / episodes();
    }

    /** The standard error of the mean, std / √episodes; NaN for a single episode. */
    public double se() {
        int n = episodes();
        double mean = mean();
        double squares = 0;
        for (double r : returns) {
            squares += (r - mean) * (r - mean);
        }
        return n > 1 ? Math.sqrt(squares / (n - 1) / n) : Double.NaN;
    }

    /** Half the width of the mean's 95 % confidence interval, by Student's t; NaN for a single episode. */
    public double ci95() {
        return episodes() > 1 ? studentT975(episodes() - 1) * se() : Double.NaN;
    }

    /** The lowest return. */
    public double min() {
        return Collections.min(returns);
    }

    /** The highest return. */
    public double max() {
        return Collections.max(returns);
    }

    /** The mean length of an episode in control steps. */
    public double meanLength() {
        return lengths.stream().mapToLong(Long::longValue).average().orElseThrow();
    }

    /** The 97.5 % quantiles of Student's t for ν = 1 … 5, where the expansion is not accurate enough. */
    private static final double[] FEW = {12.706205, 4.302653, 3.182446, 2.776445, 2.570582};

    /** The 97.5 % quantile of Student's t, by the Cornish-Fisher expansion; accurate to 0.002. */
    public static double studentT975(int degrees) {
        if (degrees <= FEW.length) {
            return FEW[degrees - 1];
        }
        double z = 1.959963984540054;
        double z2 = z * z;
        double v = degrees;
        return z
                + z * (z2 + 1) / (4 * v)
                + z * ((5 * z2 + 16) * z2 + 3) / (96 * v * v)
                + z * (((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * v * v * v);
    }
}
