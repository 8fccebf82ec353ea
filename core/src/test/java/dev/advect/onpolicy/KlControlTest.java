package dev.advect.onpolicy;

import dev.advect.io.StateDict;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** With a target of 0.01: the band is 0.00667 … 0.015, one minibatch above 0.1 stops. */
class KlControlTest {
    private final KlControl control = new KlControl(0.01, 1e-3);

    @Test
    void end_aboveTheBand_shrinksTheRateByAFifth() {
        iteration(control, 0.0151);
        assertThat(control.rate()).isCloseTo(1e-3 / 1.2, within(1e-12));
        iteration(control, 0.0149);
        assertThat(control.rate()).isCloseTo(1e-3 / 1.2, within(1e-12));
        assertThat(control.last()).isEqualTo(0.0149);
    }

    @Test
    void end_belowTheBand_growsBackUpToTheConfiguredRate() {
        iteration(control, 0.02);
        iteration(control, 0.02);
        iteration(control, 0.0067);
        assertThat(control.rate()).isCloseTo(1e-3 / 1.44, within(1e-12));
        iteration(control, 0.0066);
        assertThat(control.rate()).isCloseTo(1e-3 / 1.2, within(1e-12));
        for (int i = 0; i < 20; i++) {
            iteration(control, 0);
        }
        assertThat(control.rate()).isEqualTo(1e-3);
    }

    @Test
    void end_alwaysAbove_staysAtAHundredth() {
        for (int i = 0; i < 100; i++) {
            iteration(control, 0.03);
        }
        assertThat(control.rate()).isCloseTo(1e-5, within(1e-15));
    }

    @Test
    void permits_farBeyondTheTarget_stopsTheIterationAndHalvesTheRate() {
        control.begin();
        control.beginEpoch();
        assertThat(control.permits(0.099)).isTrue();
        assertThat(control.stopped()).isFalse();
        assertThat(control.permits(0.101)).isFalse();
        assertThat(control.stopped()).isTrue();
        control.end();
        assertThat(control.rate()).isCloseTo(5e-4, within(1e-12));
        control.begin();
        assertThat(control.stopped()).isFalse();
    }

    @Test
    void last_stoppedInAnEarlierEpoch_isThatEpochsMean() {
        control.begin();
        control.beginEpoch();
        control.permits(0.05);
        control.permits(0.25);
        control.beginEpoch(); // nothing of the policy follows
        control.end();
        assertThat(control.last()).isCloseTo(0.15, within(1e-12));
    }

    @Test
    void permits_notANumber_stops() {
        control.begin();
        control.beginEpoch();
        assertThat(control.permits(Double.NaN)).isFalse();
        assertThat(control.stopped()).isTrue();
    }

    @Test
    void end_lastEpochCounts() {
        control.begin();
        control.beginEpoch();
        control.permits(0.03);
        control.beginEpoch();
        control.permits(0.008);
        control.permits(0.012);
        control.end();
        assertThat(control.last()).isCloseTo(0.01, within(1e-12));
        assertThat(control.rate()).isEqualTo(1e-3);
    }

    @Test
    void target0_neverStopsNorSteers() {
        KlControl off = new KlControl(0, 1e-3);
        iteration(off, 1e9);
        assertThat(off.stopped()).isFalse();
        assertThat(off.rate()).isEqualTo(1e-3);
        assertThat(off.last()).isEqualTo(1e9);
    }

    @Test
    void anneal_steered_targetAndHighestRateShrink() {
        control.anneal(0.5, 1); // target 0.005: the band ends at 0.0075
        iteration(control, 0.0076);
        assertThat(control.rate()).isCloseTo(1e-3 / 1.2, within(1e-12));
        control.anneal(0.5, 0.8);
        assertThat(control.rate()).isCloseTo(8e-4, within(1e-12));
        for (int i = 0; i < 20; i++) {
            iteration(control, 0);
        }
        assertThat(control.rate()).isCloseTo(8e-4, within(1e-12));
    }

    @Test
    void anneal_notSteered_rateIsThePartItself() {
        KlControl off = new KlControl(0, 1e-3);
        off.anneal(1, 0.25);
        assertThat(off.rate()).isCloseTo(2.5e-4, within(1e-15));
        off.slowTo(1e-4); // what is left of 4e-4
        assertThat(off.rate()).isCloseTo(1e-4, within(1e-15));
        off.anneal(1, 0.2);
        assertThat(off.rate()).isCloseTo(8e-5, within(1e-15));
    }

    @Test
    void endAlone_leavesTheRateAsItIs() {
        iteration(control, 0.02);
        control.begin();
        control.endWithoutUpdate();
        assertThat(control.rate()).isCloseTo(1e-3 / 1.2, within(1e-12));
        assertThat(control.last()).isZero();
    }

    @Test
    void load_ofASavedState_continuesWithItsRate() {
        iteration(control, 0.02);
        StateDict state = new StateDict();
        control.save(state);
        KlControl other = new KlControl(0.01, 1e-3);
        other.load(state);
        assertThat(other.rate()).isEqualTo(control.rate());
    }

    private static void iteration(KlControl control, double kl) {
        control.begin();
        control.beginEpoch();
        control.permits(kl);
        control.end();
    }
}
