package dev.advect.train;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class EvaluationTest {

    @Test
    void of_sixReturns_equalsHandComputedNumbers() {
        Evaluation evaluation = Evaluation.of(new double[] {5, 1, 9, 2, 4, 3}, new long[] {10, 20, 10, 5, 15, 15});
        assertThat(evaluation.mean()).isEqualTo(4);
        // squares 1 + 9 + 25 + 4 + 0 + 1 = 40, variance 40 / 5 = 8, standard error √(8 / 6)
        assertThat(evaluation.se()).isCloseTo(1.1547005, within(1e-6));
        assertThat(evaluation.min()).isEqualTo(1);
        assertThat(evaluation.max()).isEqualTo(9);
        assertThat(evaluation.episodes()).isEqualTo(6);
        assertThat(evaluation.ci95()).isCloseTo(2.570582 * 1.1547005, within(4e-3));
        assertThat(evaluation.meanLength()).isEqualTo(12.5);
        assertThat(evaluation.returns()).containsExactly(5.0, 1.0, 9.0, 2.0, 4.0, 3.0);
        assertThat(evaluation.lengths()).containsExactly(10L, 20L, 10L, 5L, 15L, 15L);
    }

    @Test
    void of_allTheSame_hasNoSpread() {
        Evaluation evaluation = Evaluation.of(new double[] {-7, -7, -7}, new long[] {1, 1, 1});
        assertThat(evaluation.mean()).isEqualTo(-7);
        assertThat(evaluation.se()).isZero();
        assertThat(evaluation.ci95()).isZero();
        assertThat(evaluation.max()).isEqualTo(-7);
    }

    @Test
    void of_oneReturn_hasNoStandardError() {
        Evaluation evaluation = Evaluation.of(new double[] {3}, new long[] {1});
        assertThat(evaluation.mean()).isEqualTo(3);
        assertThat(evaluation.se()).isNaN();
        assertThat(evaluation.ci95()).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 12.7062, 1e-4", "2, 4.302653, 1e-5", "3, 3.182446, 1e-5", "4, 2.776445, 1e-5", "5, 2.570582, 1e-5",
        "6, 2.446912, 2e-3", "10, 2.228139, 3e-4", "30, 2.042272, 3e-5", "63, 1.998341, 3e-6"})
    void studentT975_equalsTheTables(int degrees, double table, double tolerance) {
        assertThat(Evaluation.studentT975(degrees)).isCloseTo(table, within(tolerance));
    }
}
