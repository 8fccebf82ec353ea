package dev.advect.offpolicy.swfp;

import dev.advect.offpolicy.Temperature;
import dev.advect.offpolicy.swfp.JkoMeter.Actions;
import dev.advect.offpolicy.swfp.JkoMeter.Report;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class JkoMonitorTest {
    private final SwfpValues values = new SwfpValues();

    @ParameterizedTest
    @CsvSource({
        // modes, spread, gain, drift, staleness; at first 4 modes and a spread of 1
        "4, 1, 0.1, 0.01, 0.1, ''",
        "2, 1, 0.1, 0.01, 0.1, ''",
        "1, 1, 0.1, 0.01, 0.1, ''",
        "1, 0.5, 0.1, 0.01, 0.1, mode collapse",
        "4, 0.05, 0.1, 0.01, 0.1, mode collapse",
        "4, 1, -0.2, 0.01, 0.1, instability",
        "4, 1, 0.1, 0.01, 0.8, stale particles",
        "4, 1, 0.1, 0.5, 0.1, stale particles",
    })
    void judge_namesTheSignature_onceAfterFiveSteps(double modes, double spread, double gain, double drift,
            double staleness, String name) {
        values.mode = Mode.PARALLEL;
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            JkoMonitor monitor = new JkoMonitor(bench.swfp.problem(), bench.swfp.objectives());
            Actions before = new Actions(4, 1, 2, 2, 2);
            Report report = new Report(new double[] {1, 1}, new double[] {0.01, 0.01}, new double[] {0, 0.01, drift}, drift,
                    0.02, staleness, 1, before, new Actions(modes, spread, 2, 2 + gain, 2));
            for (int step = 1; step <= 4; step++) {
                monitor.judge(report, 0);
            }
            assertThat(monitor.drainWarnings()).isEmpty();
            monitor.judge(report, 0);
            List<String> warnings = monitor.drainWarnings();
            if (name.isEmpty()) {
                assertThat(warnings).isEmpty();
            } else {
                assertThat(warnings).singleElement().asString().startsWith(name + ":").contains("swfp.");
            }
            monitor.judge(report, 0);
            assertThat(monitor.drainWarnings()).isEmpty();
        }
    }

    @Test
    void judge_costAboveGain_isInstability_staleParticlesAreNotAMatterOfTheSequentialMode() {
        values.tau = 0.1;
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            JkoMonitor monitor = new JkoMonitor(bench.swfp.problem(), bench.swfp.objectives());
            Actions before = new Actions(1, 1, 2, 2, 2);
            // 1/(2τ) · (0.2² + 0.4²) = 1 for a gain of 0.5
            Report report = new Report(new double[] {1, 1}, new double[] {1, 1}, new double[] {0, 0.2, 0.4}, 0.4, 0.1, 9, 1,
                    before, new Actions(1, 1, 2, 2.5, 2));
            for (int step = 1; step <= 5; step++) {
                monitor.judge(report, 0);
            }
            assertThat(monitor.drainWarnings()).singleElement().asString()
                    .startsWith("instability: a proximal step gained 0.500 in its objective and cost 1.00 in distance");
        }
    }

    @Test
    void judge_besideSelfImitation_distanceIsNoSignOfInstability() {
        values.tau = 0.1;
        values.selfImitationRate = 1e-3;
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            JkoMonitor monitor = new JkoMonitor(bench.swfp.problem(), bench.swfp.objectives());
            Report report = new Report(new double[] {1, 1}, new double[] {1, 1}, new double[] {0, 0.2, 0.4}, 0.4, 0.1, 9, 1,
                    new Actions(1, 1, 2, 2, 2), new Actions(1, 1, 2, 2.5, 2));
            for (int step = 1; step <= 5; step++) {
                monitor.judge(report, 0);
            }
            assertThat(monitor.drainWarnings()).isEmpty();
        }
    }

    // ---- τ and α

    @Test
    void tau_schedules_byHand() {
        values.tau = 1;
        values.tauFinal = 0.2;
        values.tauRatio = 0.5;
        assertThat(values.build().tau(1, 50)).isEqualTo(1);
        assertThat(values.build().tau(0, 50)).isEqualTo(0.5);
        values.tauShape = SwfpConfig.Shape.LINEAR;
        assertThat(values.build().tau(1, 50)).isCloseTo(0.6, within(1e-12));
        assertThat(values.build().tau(1, 500)).isCloseTo(0.2, within(1e-12));
        values.tauShape = SwfpConfig.Shape.COSINE;
        assertThat(values.build().tau(1, 50)).isCloseTo(0.6, within(1e-12));
        assertThat(values.build().tau(1, 25)).isCloseTo(0.2 + 0.8 * (1 + Math.sqrt(0.5)) / 2, within(1e-12));
    }

    @Test
    void temperature_firstStep_isTheRate_towardsTheTarget_fixedWithoutRate() {
        Temperature temperature = new Temperature(0.5, 0.01, -1);
        temperature.update(0); // too much entropy: α falls, by the learning rate in log α as Adam's first step does
        assertThat(temperature.alpha()).isCloseTo(0.5 * Math.exp(-0.01), within(1e-9));
        temperature.update(Double.NaN);
        assertThat(temperature.alpha()).isCloseTo(0.5 * Math.exp(-0.01), within(1e-9));
        Temperature fixed = new Temperature(0.5, 0, -1);
        fixed.update(0);
        assertThat(fixed.alpha()).isCloseTo(0.5, within(1e-12));
        assertThat(new Temperature(0, 0.01, -1).alpha()).isZero();
    }
}
