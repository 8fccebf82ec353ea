package dev.advect.offpolicy.swfp;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** {@link Assignment} and {@link Sinkhorn}. */
class TransportTest {
    private final Rng random = new Rng(5, 0);

    @Test
    void solve_handComputed() {
        // rows to columns 1, 0, 2: 1 + 2 + 2 = 5; the greedy 0, 2, 1 would cost 4 + 0... = 8
        double[][] cost = {{4, 1, 3}, {2, 0, 5}, {3, 2, 2}};
        assertThat(Assignment.solve(cost)).containsExactly(1, 0, 2);
        assertThat(Assignment.cost(cost, new int[] {1, 0, 2})).isCloseTo(5.0 / 3, within(1e-12));
        assertThat(Assignment.solve(new double[][] {{7}})).containsExactly(0);
    }

    @Test
    void solve_isTheBestOfAllPermutations() {
        for (int round = 0; round < 60; round++) {
            double[][] cost = randomCost(1 + round % 6, round % 2 == 0);
            int[] found = Assignment.solve(cost);
            assertThat(Arrays.stream(found).sorted().toArray()).isEqualTo(identity(cost.length));
            assertThat(Assignment.cost(cost, found)).isCloseTo(best(cost, identity(cost.length), 0), within(1e-12));
        }
    }

    @Test
    void solve_onALine_keepsTheOrder() {
        // for squared distances in one dimension the sorted coupling is optimal
        int n = 60;
        double[] x = random.doubles(n).sorted().toArray();
        double[] y = random.doubles(n).sorted().toArray();
        double[][] cost = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                cost[i][j] = (x[i] - y[j]) * (x[i] - y[j]);
            }
        }
        assertThat(Assignment.cost(cost, Assignment.solve(cost)))
                .isCloseTo(Assignment.cost(cost, identity(n)), within(1e-12));
    }

    @Test
    void coupling_isAtLeastAssignment_isAtLeastZero() {
        for (int round = 0; round < 50; round++) {
            double[][] cost = randomCost(2 + random.nextInt(20), true);
            double synchronous = Assignment.cost(cost, identity(cost.length));
            double optimal = Assignment.cost(cost, Assignment.solve(cost));
            assertThat(optimal).isBetween(0.0, synchronous);
        }
    }

    @Test
    void plan_twoParticles_isKnown() {
        // C = (0 1; 1 0): by symmetry P = (p q; q p)/2 with p/q = e^{1/ε}
        double[][] plan = Sinkhorn.plan(new double[][] {{0, 1}, {1, 0}}, 0.5);
        double p = 0.5 / (1 + Math.exp(-2));
        assertThat(plan[0]).containsExactly(new double[] {p, 0.5 - p}, within(1e-7));
        assertThat(plan[1]).containsExactly(new double[] {0.5 - p, p}, within(1e-7));
    }

    @Test
    void plan_hasTheMarginals_andCostsAtLeastTheAssignment() {
        for (double epsilon : new double[] {0.05, 0.5, 5}) {
            double[][] cost = randomCost(12, true);
            double[][] plan = Sinkhorn.plan(cost, epsilon);
            for (int i = 0; i < 12; i++) {
                int column = i;
                assertThat(Arrays.stream(plan[i]).sum()).isCloseTo(1.0 / 12, within(1e-12));
                assertThat(Arrays.stream(plan).mapToDouble(row -> row[column]).sum()).isCloseTo(1.0 / 12, within(1e-12));
            }
            assertThat(Sinkhorn.cost(cost, plan))
                    .isGreaterThan(Assignment.cost(cost, Assignment.solve(cost)) - 1e-12);
        }
    }

    @Test
    void plan_epsilonToZero_isTheAssignment_andToInfinityUniform() {
        double[][] cost = randomCost(8, true);
        double optimal = Assignment.cost(cost, Assignment.solve(cost));
        double previous = Double.POSITIVE_INFINITY;
        for (double epsilon : new double[] {3, 0.3, 0.03, 0.003}) {
            double excess = Sinkhorn.cost(cost, Sinkhorn.plan(cost, epsilon)) - optimal;
            assertThat(excess).isBetween(-1e-12, previous);
            previous = excess;
        }
        assertThat(previous).isLessThan(1e-3);
        assertThat(Sinkhorn.plan(cost, 1e6)[3]).containsExactly(new double[] {
            1.0 / 64, 1.0 / 64, 1.0 / 64, 1.0 / 64, 1.0 / 64, 1.0 / 64, 1.0 / 64, 1.0 / 64}, within(1e-6));
    }

    /** Squared distances between random points of the plane, or anything. */
    private double[][] randomCost(int n, boolean distances) {
        double[][] points = new double[2 * n][];
        for (int i = 0; i < 2 * n; i++) {
            points[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
        }
        double[][] cost = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                cost[i][j] = distances
                        ? Math.pow(points[i][0] - points[n + j][0], 2) + Math.pow(points[i][1] - points[n + j][1], 2)
                        : random.nextGaussian();
            }
        }
        return cost;
    }

    private static int[] identity(int n) {
        int[] identity = new int[n];
        Arrays.setAll(identity, i -> i);
        return identity;
    }

    private static double best(double[][] cost, int[] permutation, int fixed) {
        if (fixed == permutation.length) {
            return Assignment.cost(cost, permutation);
        }
        double best = Double.POSITIVE_INFINITY;
        for (int i = fixed; i < permutation.length; i++) {
            int[] swapped = permutation.clone();
            swapped[fixed] = permutation[i];
            swapped[i] = permutation[fixed];
            best = Math.min(best, best(cost, swapped, fixed + 1));
        }
        return best;
    }
}
