package dev.advect.experiments.gridworld;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DipTest {

    @Test
    void evenlySpaced_isTheLeastPossible() {
        assertThat(Dip.of(new double[] {3, 1, 2, 5, 4})).isEqualTo(0.1, within(1e-9));
        assertThat(Dip.of(new double[] {7})).isEqualTo(0.5);
    }

    @Test
    void oneHeap_isUnimodal() {
        assertThat(Dip.of(new double[] {2, 2, 2, 2})).isEqualTo(0.125);
    }

    @Test
    void twoHeaps_isAQuarter() {
        assertThat(Dip.of(new double[] {-1, -1, -1, 1, 1, 1})).isEqualTo(0.25, within(1e-9));
    }

    /** With a mode, which may jump, at the larger heap, the function must be continuous at the smaller: half its rise is missed. */
    @Test
    void unequalHeaps_halfOfTheSmallerShare() {
        assertThat(Dip.of(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1})).isEqualTo(0.1, within(1e-9));
    }

    /**
     * Convex up to 2 or from there on concave, a function has risen by at most 2ε between 2 and 10, with a slope of at most
     * ε/4; between 10 and 12 it must rise by 1/2 − 2ε, with no greater slope. So 1/4 − ε = ε/4.
     */
    @Test
    void twoGroupsOfThree_isAFifth() {
        assertThat(Dip.of(new double[] {0, 1, 2, 10, 11, 12})).isEqualTo(0.2, within(1e-9));
    }

    @Test
    void shiftsScalesAndMirrors_changeNothing() {
        double[] sample = new Rng(3, 0).doubles(60).map(u -> u < 0.4 ? u : u + 0.3).toArray();
        double dip = Dip.of(sample);

        assertThat(dip).isGreaterThan(0.03);
        assertThat(Dip.of(Arrays.stream(sample).map(x -> 5 - 3 * x).toArray())).isEqualTo(dip, within(1e-9));
    }

    /** Hartigan and Hartigan's table: for 50 numbers 5 % of the dips exceed 0.0702, within the error of 200 repetitions. */
    @Test
    void uniformQuantile_isThatOfTheTable() {
        assertThat(Dip.uniformQuantile(50, 0.95, 200, new Rng(1, 0))).isEqualTo(0.070, within(0.008));
    }
}
