package dev.advect.envs.algebra;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AlgebraTest {

    /** A = L Lᵀ with L = (2 0; 3 1), b = A (1, -2). */
    @Test
    void cholesky_solvesByHand() {
        Cholesky cholesky = new Cholesky(2);
        double[] b = {4 - 12, 6 - 20};

        assertThat(cholesky.factor(new double[] {4, 6, 6, 10})).isTrue();
        cholesky.solve(b);

        assertThat(b).containsExactly(new double[] {1, -2}, within(1e-14));
        assertThat(cholesky.factor(new double[] {1, 1, 1, 1})).isFalse();
    }

    /** L = (2 0; 3 1) again: a row b becomes (b₀ / 2, b₁ - 3 b₀ / 2). */
    @Test
    void halfSolve_sixRowsByHand() {
        Cholesky cholesky = new Cholesky(2);
        cholesky.factor(new double[] {4, 6, 6, 10});
        double[] x = new double[12];

        cholesky.halfSolve(new double[] {2, 4, 0, 1, 4, 6, -2, 0, 2, 0, 6, 10}, x);

        assertThat(x).containsExactly(new double[] {1, 1, 0, 1, 2, 0, -1, 3, 1, -3, 3, 1}, within(1e-14));
    }

    /** (2 1; 1 2) has the eigenvalues 1 and 3. */
    @Test
    void eigen_ofTwoByTwo() {
        SymmetricEigen eigen = new SymmetricEigen(2);
        eigen.decompose(new double[] {2, 1, 1, 2});

        int large = eigen.values[0] > 2 ? 0 : 1;
        assertThat(eigen.values[large]).isCloseTo(3, within(1e-14));
        assertThat(eigen.values[1 - large]).isCloseTo(1, within(1e-14));
        assertThat(eigen.vectors[large]).isCloseTo(eigen.vectors[2 + large], within(1e-14));
    }

    /** (4 0; 0 0) cannot answer to the second component; a regular matrix is simply solved. */
    @Test
    void pseudoInverse_leavesOutWhatCannotBeReached() {
        PseudoInverse inverse = new PseudoInverse(2);
        double[] b = {8, 5};
        inverse.of(new double[] {4, 0, 0, 0});
        inverse.solve(b);
        assertThat(b).containsExactly(2, 0);

        double[] c = {8, 5};
        inverse.of(new double[] {4, 0, 0, 5});
        inverse.solve(c);
        assertThat(c).containsExactly(new double[] {2, 1}, within(1e-15));
    }

    @Test
    void rotation_quarterAboutZ() {
        double[] matrix = new double[9];
        double[] quaternion = new double[4];
        double[] error = new double[3];
        Rotation.ofVector(0, 0, Math.PI / 2, matrix);
        Rotation.toQuaternion(matrix, quaternion);
        Rotation.error(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, matrix, error);

        assertThat(matrix).containsExactly(new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1}, within(1e-15));
        double half = Math.sqrt(0.5);
        assertThat(quaternion).containsExactly(new double[] {half, 0, 0, half}, within(1e-15));
        assertThat(error).containsExactly(new double[] {0, 0, 1}, within(1e-15)); // sin 90°
    }

    /** Each of the four components is the largest once. */
    @Test
    void toQuaternion_invertsOfQuaternion() {
        double[] matrix = new double[9];
        double[] back = new double[4];
        for (double[] q : new double[][] {
            {0.9, 0.1, -0.3, 0.3}, {0.1, 0.9, 0.3, -0.3}, {0.3, -0.1, 0.9, 0.3}, {0.3, 0.3, 0.1, -0.9}
        }) {
            Rotation.ofQuaternion(q, matrix);
            Rotation.toQuaternion(matrix, back);
            assertThat(back).containsExactly(q, within(1e-14));
        }
    }

    /** Seen from a quarter turn about z, a half turn about z is a quarter turn. */
    @Test
    void relative_isConjugateTimesQuaternion() {
        double half = Math.sqrt(0.5);
        double[] q = new double[4];
        Rotation.relative(new double[] {half, 0, 0, half}, new double[] {0, 0, 0, 1}, q);

        assertThat(q).containsExactly(new double[] {half, 0, 0, half}, within(1e-15));
    }
}
