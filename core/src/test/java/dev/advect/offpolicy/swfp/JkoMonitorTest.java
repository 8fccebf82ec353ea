package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Temperature;
import dev.advect.offpolicy.swfp.JkoMonitor.Actions;
import dev.advect.offpolicy.swfp.JkoMonitor.Report;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class JkoMonitorTest {
    private final SwfpValues values = new SwfpValues();

    @Test
    void report_constantVelocities_byHand() {
        try (SwfpBench bench = new SwfpBench(values.build(), 1); Old old = new Old(bench.policy)) {
            // from standing still: block 0 moves particles by (0.1, 0.1), block 1 by (0.2, 0.2)
            bench.constants(3, 0, 0);
            old.take();
            bench.constants(3, 0.2f, 0.4f);
            Report report = report(bench, old);
            assertThat(report.displacement()).containsExactly(new double[] {Math.sqrt(0.02), Math.sqrt(0.08)}, within(1e-5));
            assertThat(report.moved()).containsExactly(new double[] {Math.sqrt(0.02), Math.sqrt(0.08)}, within(1e-5));
            assertThat(report.drift()).containsExactly(new double[] {0, Math.sqrt(0.02), Math.sqrt(0.18)}, within(1e-5));
            assertThat(report.w2()).isCloseTo(Math.sqrt(0.18), within(1e-5)); // a translation: every coupling's best
            assertThat(report.bound()).isCloseTo(Math.sqrt(0.02) + Math.sqrt(0.08), within(1e-3)); // L = 1
            assertThat(report.staleness()).isCloseTo(0.5, within(1e-4));
            assertThat(report.path()).isCloseTo(1, within(1e-5));
            assertThat(report.after().value()).isCloseTo(3, within(1e-5));
        }
    }

    @Test
    void report_anyStep_w2IsAtMostTheDrift_whichIsWithinTheBoundWhereStepsAreSmall() {
        values.blocks = 4;
        for (double by : new double[] {0.001, 0.01, 0.05}) {
            try (SwfpBench bench = new SwfpBench(values.build(), 1); Old old = new Old(bench.policy)) {
                old.take();
                bench.nudge(by);
                Report report = report(bench, old);
                assertThat(report.w2()).isBetween(0.0, report.drift()[4] + 1e-6);
                assertThat(report.drift()[4]).isLessThanOrEqualTo(report.bound() + 1e-6);
                assertThat(report.path()).isGreaterThan(1 - 1e-6);
            }
        }
    }

    /** Half of the batch, its first rows, from demonstrations: with eight of sixteen states every other one is examined. */
    @Test
    void report_examinesStatesOfTheWholeBatch() {
        try (SwfpBench bench = new SwfpBench(values.build(), 1); HostTensor states = new HostTensor(16, 2)) {
            for (int row = 0; row < 16; row++) {
                states.set(2L * row, row);
            }
            Set<Float> examined = new TreeSet<>();
            JkoObjectives objectives = bench.swfp.objectives();
            JkoObjectives listening = (JkoObjectives) Proxy.newProxyInstance(JkoObjectives.class.getClassLoader(),
                    new Class<?>[] {JkoObjectives.class}, (_, method, arguments) -> {
                        if (method.getName().equals("apply")) {
                            float[] s = (float[]) arguments[2];
                            for (int i = 0; i < s.length; i += 2) {
                                examined.add(s[i]);
                            }
                        }
                        return method.invoke(objectives, arguments);
                    });
            bench.swfp.refresh();
            new JkoMonitor(bench.swfp.problem(), listening).report(states, new Rng(3, 3));
            assertThat(examined).containsExactly(0f, 2f, 4f, 6f, 8f, 10f, 12f, 14f);
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void report_objective_isJAndTheEntropy(Mode mode) {
        values.mode = mode;
        values.anchor = 4; // λ/2 = 2
        values.alpha = 0.5;
        try (SwfpBench bench = new SwfpBench(values.build(), 1); Old old = new Old(bench.policy)) {
            bench.constants(3, 0, 0);
            old.take();
            bench.swfp.dropAnchor();
            bench.constants(3, 0.2f, 0.4f);
            Report report = report(bench, old);
            // both have the entropy of the noise; the actions are 0.3 from the anchor's in each component
            assertThat(report.after().value()).isCloseTo(3, within(1e-5));
            assertThat(report.after().objective() - report.before().objective()).isCloseTo(-2 * 0.18, within(1e-5));
            double entropy = 1 + Math.log(2 * Math.PI);
            assertThat(report.before().objective()).isCloseTo(3 + 0.5 * entropy, within(0.1)); // of 384 particles
        }
    }

    private static Report report(SwfpBench bench, Old old) {
        JkoProblem problem = bench.swfp.problem();
        JkoProblem own = new JkoProblem(problem.config(), bench.policy, old.blocks, problem.anchor(), problem.buffers(),
                problem.value(), problem.temperature());
        return new JkoMonitor(own, new TorchJkoObjectives(own)).report(bench.batch.observation(), new Rng(3, 3));
    }

    /** A snapshot. */
    private static final class Old implements AutoCloseable {
        final StepwiseFlowPolicy policy;
        final Parameters all;
        final List<Parameters> blocks;

        Old(StepwiseFlowPolicy policy) {
            this.policy = policy;
            all = new Parameters(policy.parameters().slots(), 0);
            blocks = policy.parts(all);
        }

        void take() {
            float[] now = policy.parameters().values().toArray();
            all.values().write(0, now, 0, now.length);
        }

        @Override
        public void close() {
            blocks.forEach(Parameters::close);
            all.close();
        }
    }

    // ---- signatures of failure

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

    // ---- modes

    @Test
    void modes_ofSeparateClusters_areCounted_stragglersAreNot() {
        Rng random = new Rng(4, 4);
        double[][] centres = {{-1, -1}, {1, -1}, {-1, 1}, {1, 1}};
        for (int count = 1; count <= 4; count++) {
            float[] points = new float[2 * 120];
            for (int i = 0; i < 120; i++) {
                points[2 * i] = (float) (centres[i % count][0] + 0.1 * random.nextGaussian());
                points[2 * i + 1] = (float) (centres[i % count][1] + 0.1 * random.nextGaussian());
            }
            points[0] = 9;
            assertThat(ModeCount.of(points, 0, 120, 2)).isEqualTo(count);
        }
        assertThat(ModeCount.of(new float[] {1, 1, 1, 1, 1, 1}, 0, 3, 2)).isEqualTo(1);
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
