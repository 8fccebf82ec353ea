package dev.advect.offpolicy.swfp;

import dev.advect.nn.Parameters;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.swfp.JkoMeter.Report;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class JkoMeterTest {
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
            new JkoMeter(bench.swfp.problem(), listening).report(states, new Rng(3, 3));
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
        return new JkoMeter(own, new TorchJkoObjectives(own)).report(bench.batch.observation(), new Rng(3, 3));
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
}
