package dev.advect.offpolicy.swfp;

import java.util.Arrays;

/**
 * An exact solver of the linear assignment problem: the assignment of rows to columns with the minimum total cost, which is
 * optimal transport between two sets of n particles of equal mass.
 *
 * <p>It finds successive shortest augmenting paths with potentials (Kuhn 1955, in the form of Jonker and Volgenant 1987), in
 * O(n³).
 */
public final class Assignment {
    private Assignment() {}

    /**
     * Solves the problem.
     *
     * @param cost {@code [n][n]}, finite
     * @return the column assigned to each row, {@code [n]}
     */
    public static int[] solve(double[][] cost) {
        int n = cost.length;
        // numbered from 1; column 0 stands for "the row to be assigned"
        double[] rowPotential = new double[n + 1];
        double[] columnPotential = new double[n + 1];
        int[] rowOf = new int[n + 1];
        int[] previous = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            rowOf[0] = row;
            double[] slack = new double[n + 1];
            Arrays.fill(slack, Double.POSITIVE_INFINITY);
            boolean[] reached = new boolean[n + 1];
            int column = 0;
            while (rowOf[column] != 0) {
                reached[column] = true;
                int from = rowOf[column];
                int nearest = -1;
                for (int j = 1; j <= n; j++) {
                    if (reached[j]) {
                        continue;
                    }
                    double reduced = cost[from - 1][j - 1] - rowPotential[from] - columnPotential[j];
                    if (reduced < slack[j]) {
                        slack[j] = reduced;
                        previous[j] = column;
                    }
                    if (nearest < 0 || slack[j] < slack[nearest]) {
                        nearest = j;
                    }
                }
                double delta = slack[nearest];
                for (int j = 0; j <= n; j++) {
                    if (reached[j]) {
                        rowPotential[rowOf[j]] += delta;
                        columnPotential[j] -= delta;
                    } else {
                        slack[j] -= delta;
                    }
                }
                column = nearest;
            }
            while (column != 0) { // along the path every row changes to the column it was reached from
                rowOf[column] = rowOf[previous[column]];
                column = previous[column];
            }
        }
        int[] assigned = new int[n];
        for (int j = 1; j <= n; j++) {
            assigned[rowOf[j] - 1] = j - 1;
        }
        return assigned;
    }

    /**
     * The mean cost per row of an assignment.
     *
     * @param cost {@code [n][n]}
     * @param assigned as {@link #solve} returns it, {@code [n]}
     */
    public static double cost(double[][] cost, int[] assigned) {
        double sum = 0;
        for (int i = 0; i < assigned.length; i++) {
            sum += cost[i][assigned[i]];
        }
        return sum / assigned.length;
    }
}
