package dev.advect.train;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.DoubleStream;

import static org.assertj.core.api.Assertions.assertThat;

class CliffAlarmTest {
    private final CliffAlarm alarm = new CliffAlarm(new HealthConfig(true, 0.5, 2, true, false), false);

    @Test
    void raisedBy_twoFallsInARow_once() {
        assertThat(alarm.raisedBy(-100, 5)).isFalse();
        assertThat(alarm.raisedBy(300, 5)).isFalse();
        assertThat(alarm.raisedBy(110, 5)).isFalse(); // 190 of 400 are lost: less than half
        assertThat(alarm.raisedBy(90, 5)).isFalse();
        assertThat(alarm.raisedBy(50, 5)).isTrue();
        assertThat(alarm.raisedBy(20, 5)).isFalse();
        assertThat(alarm.best()).isEqualTo(300);
    }

    @Test
    void raisedBy_aFallThatIsMadeGood_isNone() {
        alarm.raisedBy(0, 1);
        alarm.raisedBy(10, 1);
        assertThat(alarm.raisedBy(2, 1)).isFalse();
        assertThat(alarm.raisedBy(9, 1)).isFalse();
        assertThat(alarm.raisedBy(2, 1)).isFalse();
        assertThat(alarm.raisedBy(2, Double.NaN)).isTrue();
        alarm.recovered();
        assertThat(alarm.raisedBy(2, 1)).isFalse();
        assertThat(alarm.raisedBy(2, 1)).isTrue();
    }

    @Test
    void raisedInLogBy_isRaisedOncePerFall_orOncePerReturnToTheBest() {
        for (boolean returns : new boolean[] {false, true}) {
            CliffAlarm logged = new CliffAlarm(new HealthConfig(true, 0.5, 2, returns, false), false);
            List<Boolean> raised = DoubleStream.of(0, 10, 2, 2, 2, 2).mapToObj(mean -> logged.raisedInLogBy(mean, 1)).toList();

            assertThat(raised).containsExactly(false, false, false, true, false, returns);
        }
    }

    @Test
    void raisedBy_whatMayBeChance_isNone() {
        alarm.raisedBy(0, 20);
        alarm.raisedBy(10, 20);
        for (int i = 0; i < 5; i++) {
            assertThat(alarm.raisedBy(1, 20)).isFalse(); // ± 20 holds the best
        }
    }

    /** A clone of 0.9 loses 0.4, less than half of itself, and 0.5. */
    @Test
    void raisedBy_aCloneThatIsLost() {
        CliffAlarm ofClone = new CliffAlarm(new HealthConfig(true, 0.5, 2, true, false), true);
        for (double mean : new double[] {0.9, 0.5, 0.5, 0.4}) {
            assertThat(ofClone.raisedBy(mean, 0.05)).isFalse();
        }
        assertThat(ofClone.raisedBy(0.4, 0.05)).isTrue();
    }

    @Test
    void raisedBy_nothingGainedOrNoAlarm_isNever() {
        CliffAlarm off = new CliffAlarm(new HealthConfig(true, 0, 1, false, false), true);
        for (double mean : new double[] {10, 20, -50, -60}) {
            assertThat(off.raisedBy(mean, 1)).isFalse();
        }
        for (double mean : new double[] {10, 5, -50, -60}) {
            assertThat(alarm.raisedBy(mean, 1)).isFalse(); // the first was the best
        }
    }
}
