package dev.advect.offpolicy.swfp;

import java.util.Arrays;

/**
 * Sinkhorn's algorithm for entropic optimal transport between two sets of n particles of mass 1/n: it finds the plan P that
 * minimises Σ P·C + ε·KL(P ‖ uniform) (Cuturi 2013). It works in the logarithmic domain, so that results are finite for any ε.
 * The remaining error of the marginals is removed by the rounding of Altschuler, Weed and Rigollet (2017).
 */
public final class Sinkhorn {
    private static final int MAX_ITERATIONS = 1000;
    private static final int COARSE_ITERATIONS = 20;
    /** Permitted error of a row's mass, relative to 1/n. */
    private static final double TOLERANCE = 1e-6;

    private Sinkhorn() {}

    /**
     * Computes the plan.
     *
     * @param cost C, {@code [n][n]}, not negative
     * @param epsilon ε, positive, in units of the cost
     * @return P, {@code [n][n]}: every row and every column sums to 1/n
     */
    public static double[][] plan(double[][] cost, double epsilon) {
        int n = cost.length;
        double[] f = new double[n];
        double[] g = new double[n];
        double largest = Arrays.stream(cost).flatMapToDouble(Arrays::stream).max().orElse(0);
        // from a coarse problem to the given one, each starting from the potentials of the one before
        for (double coarse = largest; coarse > epsilon; coarse /= 2) {
            iterate(cost, coarse, f, g, COARSE_ITERATIONS);
        }
        iterate(cost, epsilon, f, g, MAX_ITERATIONS);
        double[][] plan = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                plan[i][j] = Math.exp((f[i] + g[j] - cost[i][j]) / epsilon) / n / n;
            }
        }
        round(plan);
        return plan;
    }

    private static void iterate(double[][] cost, double epsilon, double[] f, double[] g, int maxIterations) {
        int n = cost.length;
        double[] terms = new double[n];
        for (int iteration = 0; iteration < maxIterations; iteration++) {
            double maxError = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    terms[j] = (g[j] - cost[i][j]) / epsilon;
                }
                double updated = -epsilon * logMeanExp(terms);
                // the row's mass under the old potential, against 1/n
                maxError = Math.max(maxError, Math.abs(Math.expm1((f[i] - updated) / epsilon)));
                f[i] = updated;
            }
            for (int j = 0; j < n; j++) {
                for (int i = 0; i < n; i++) {
                    terms[i] = (f[i] - cost[i][j]) / epsilon;
                }
                g[j] = -epsilon * logMeanExp(terms);
            }
            if (maxError < TOLERANCE) {
                return;
            }
        }
    }

    /** Scales down rows and columns with too much mass, and distributes the mass that is then missing. */
    private static void round(double[][] plan) {
        int n = plan.length;
        for (double[] row : plan) {
            double factor = Math.min(1, 1 / (n * Arrays.stream(row).sum()));
            for (int j = 0; j < n; j++) {
                row[j] *= factor;
            }
        }
        double[] missingOfColumn = new double[n];
        for (int j = 0; j < n; j++) {
            int column = j;
            double sum = Arrays.stream(plan).mapToDouble(row -> row[column]).sum();
            double factor = Math.min(1, 1 / (n * sum));
            for (double[] row : plan) {
                row[j] *= factor;
            }
            missingOfColumn[j] = 1.0 / n - sum * factor;
        }
        double missing = Arrays.stream(missingOfColumn).sum();
        for (double[] row : plan) {
            double missingOfRow = 1.0 / n - Arrays.stream(row).sum();
            for (int j = 0; j < n && missing > 0; j++) {
                row[j] += missingOfRow * missingOfColumn[j] / missing;
            }
        }
    }

    private static double logMeanExp(double[] x) {
        double max = Arrays.stream(x).max().orElseThrow();
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - max);
        }
        return max + Math.log(sum / x.length);
    }

    /** The cost Σ P·C of a plan. */
    public static double cost(double[][] cost, double[][] plan) {
        double sum = 0;
        for (int i = 0; i < cost.length; i++) {
            for (int j = 0; j < cost.length; j++) {
                sum += plan[i][j] * cost[i][j];
            }
        }
        return sum;
    }
}
