package dev.advect.offpolicy.swfp;

import dev.advect.io.StateDict;
import dev.advect.offpolicy.ShardedGradient;
import dev.advect.offpolicy.swfp.SwfpConfig.Coupling;
import dev.advect.offpolicy.swfp.SwfpConfig.Mode;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.policy.ParticlePaths;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SwfpTest {
    private final SwfpValues values = new SwfpValues();

    // ---- values by hand: velocities 0.2 and 0.4 after 0 and 0, two components, h = 1/2. The particles differ from the
    // snapshot's by 0.1 after block 0 and 0.3 after block 1, in each component: squared norms 0.02 and 0.18. Block 1
    // alone, from stale particles, moves them by 0.2: 0.08. 1/(2τ) = 1.

    private SwfpBench constants() {
        SwfpBench bench = new SwfpBench(values.build(), 1);
        bench.constants(3, 0, 0);
        bench.swfp.refresh();
        bench.swfp.dropAnchor();
        bench.constants(3, 0.2f, 0.4f);
        bench.swfp.prepare(bench.batch);
        return bench;
    }

    @Test
    void sequentialLoss_constantVelocities_byHand() {
        try (SwfpBench bench = constants()) {
            assertThat(sequential(bench)).isCloseTo(0.02 + 0.18 - 3, within(1e-5));
        }
    }

    @Test
    void parallelLoss_constantVelocities_byHand() {
        try (SwfpBench bench = constants()) {
            assertThat(value(() -> bench.autograd.parallelLoss(0, 0))).isCloseTo(0.02 - 3, within(1e-5));
            assertThat(value(() -> bench.autograd.parallelLoss(1, 0))).isCloseTo(0.08 - 3, within(1e-5));
        }
    }

    @Test
    void adjointLoss_constantVelocities_byHand() {
        try (SwfpBench bench = constants()) {
            bench.autograd.adjointStates(0, SwfpBench.ROWS);
            assertThat(value(() -> bench.autograd.adjointLoss(0, 0))).isCloseTo(0.02, within(1e-5)); // ∇Q = 0
            assertThat(value(() -> bench.autograd.adjointLoss(1, 0))).isCloseTo(0.08, within(1e-5));
        }
    }

    @Test
    void loss_withAnAnchorAtTheSnapshot_byHand() {
        values.anchor = 4; // λ/2 = 2
        try (SwfpBench bench = constants()) {
            assertThat(sequential(bench)).isCloseTo(0.02 + 0.18 + 2 * 0.18 - 3, within(1e-5));
            assertThat(value(() -> bench.autograd.parallelLoss(0, 0))).isCloseTo(0.02 + 2 * 0.02 - 3, within(1e-5));
            assertThat(value(() -> bench.autograd.parallelLoss(1, 0))).isCloseTo(0.08 + 2 * 0.08 - 3, within(1e-5));

            bench.swfp.refresh();
            bench.swfp.prepare(bench.batch);
            assertThat(bench.buffers().fromAnchor()).isCloseTo(Math.sqrt(0.18), within(1e-5));
        }
    }

    @Test
    void loss_klInsteadOfW2_byHand() {
        values.regularizer = Regularizer.KL;
        try (SwfpBench bench = constants()) {
            // 1/τ · h · t/(1 − t) · ‖Δv‖² at t = 1/4 and 3/4: 2·0.5·(1/3)·0.08 and 2·0.5·3·0.32
            assertThat(sequential(bench)).isCloseTo(0.08 / 3 + 0.96 - 3, within(1e-5));
            assertThat(value(() -> bench.autograd.parallelLoss(1, 0))).isCloseTo(0.96 - 3, within(1e-5));
        }
    }

    /** With half of the noise the divergence is four times as large. */
    @Test
    void loss_klFromLessNoise_byHand() {
        values.regularizer = Regularizer.KL;
        values.noiseScale = 0.5;
        try (SwfpBench bench = constants()) {
            assertThat(sequential(bench)).isCloseTo(4 * (0.08 / 3 + 0.96) - 3, within(1e-5));
        }
    }

    @Test
    void loss_unregularised_isTheValueOnly() {
        values.regularizer = Regularizer.NONE;
        try (SwfpBench bench = constants()) {
            assertThat(sequential(bench)).isCloseTo(-3, within(1e-6));
            assertThat(value(() -> bench.autograd.parallelLoss(0, 0))).isCloseTo(-3, within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"ASSIGNMENT", "SINKHORN"})
    void loss_otherCouplings_atMostTheSynchronousOne(Coupling coupling) {
        values.coupling = coupling;
        values.particles = 8;
        try (SwfpBench bench = constants()) {
            // particles of one state are translated, for which the synchronous coupling is optimal; Sinkhorn's plan costs
            // no less, and little more where ε is small against the distances
            double slack = coupling == Coupling.ASSIGNMENT ? 1e-5 : 0.15;
            assertThat(sequential(bench)).isBetween(0.2 - 3 - 1e-5, 0.2 - 3 + slack);
            bench.nudge(1);
            double best = sequential(bench);
            assertThat(best).isLessThan(synchronousLoss() + slack);
        }
    }

    private double synchronousLoss() {
        Coupling asked = values.coupling;
        values.coupling = Coupling.SYNCHRONOUS;
        try (SwfpBench bench = constants()) {
            bench.nudge(1);
            return sequential(bench);
        } finally {
            values.coupling = asked;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0.5})
    void entropy_constantVelocities_isThatOfTheNoise_inTheLossAndInTheTarget(double noiseScale) {
        values.alpha = 0.5;
        values.noiseScale = noiseScale;
        try (SwfpBench bench = constants()) {
            assertThat(sequential(bench)).isCloseTo(0.2 - 3, within(1e-5)); // volumes stay the same
            bench.swfp.updateCritic(bench.batch);
            for (int i = 0; i < SwfpBench.ROWS; i++) {
                float[] z = new float[2];
                bench.buffers().nextNoise.read(2L * i, z, 0, 2);
                double variance = noiseScale * noiseScale;
                double logProbability = -Math.log(2 * Math.PI * variance) - (z[0] * z[0] + z[1] * z[1]) / (2 * variance);
                double expected = bench.batch.reward().get(i) + bench.batch.discount().get(i) * (3 - 0.5 * logProbability);
                assertThat((double) bench.batch.target().get(i)).isCloseTo(expected, within(1e-5));
            }
        }
    }

    /** The entropy in the target must not grow with the values that it adds to. */
    @Test
    void entropy_whereValuesAreNormalised_isInTheRewardsUnitInTheTarget_andDividedAsTheyAreInTheLoss() {
        values.alpha = 0.5;
        values.normalizeValue = true;
        try (SwfpBench bench = constants()) {
            bench.swfp.updateCritic(bench.batch); // from here on the mean magnitude is known
            bench.swfp.updateCritic(bench.batch);
            for (int i = 0; i < SwfpBench.ROWS; i++) {
                float[] z = new float[2];
                bench.buffers().nextNoise.read(2L * i, z, 0, 2);
                double logProbability = -Math.log(2 * Math.PI) - (z[0] * z[0] + z[1] * z[1]) / 2;
                double expected = bench.batch.reward().get(i) + bench.batch.discount().get(i) * (3 - 0.5 * logProbability);
                assertThat((double) bench.batch.target().get(i)).isCloseTo(expected, within(0.02));
            }
            assertThat(bench.swfp.problem().alpha()).isCloseTo(0.5 / 3, within(1e-3));
        }
    }

    @Test
    void prepare_withANoiseScale_multipliesTheNoise_andLeavesThatOfCloningAsItIs() {
        List<float[]> drawn = new ArrayList<>();
        for (double noiseScale : List.of(1.0, 0.5)) {
            values.noiseScale = noiseScale;
            try (SwfpBench bench = constants()) {
                drawn.add(bench.buffers().stale[0].toArray());
                bench.swfp.validate(bench.batch);
                drawn.add(bench.buffers().cloningNoise[1].toArray());
            }
        }
        for (int i = 0; i < drawn.getFirst().length; i++) {
            assertThat(drawn.get(2)[i]).isEqualTo(drawn.get(0)[i] / 2).isNotZero();
        }
        assertThat(drawn.get(3)).containsExactly(drawn.get(1));
    }

    @Test
    void cloningLoss_constantVelocity_byHand_timesWithinTheBlock() {
        try (SwfpBench bench = constants()) {
            bench.buffers().drawCloning(new Rng(2, 0));
            for (int k = 0; k < 2; k++) {
                double sum = 0;
                for (int i = 0; i < 2 * SwfpBench.ROWS; i++) {
                    double direction = bench.batch.action().get(i) - bench.buffers().cloningNoise[k].get(i);
                    double error = (k == 0 ? 0.2 : 0.4) - direction;
                    sum += error * error / (2 * SwfpBench.ROWS);
                }
                int block = k;
                assertThat(value(() -> bench.buffers().flowMatching(bench.policy, block, bench.policy.block(block).frozen(),
                        bench.batch, bench.batch.action().tensor())))
                        .isCloseTo(sum, within(1e-5));
                for (int i = 0; i < SwfpBench.ROWS; i++) {
                    assertThat((double) bench.buffers().cloningTimes[k].get(i)).isBetween(k / 2.0, (k + 1) / 2.0);
                }
            }
        }
    }

    // ---- gradients

    @ParameterizedTest
    @CsvSource({"W2, 1, SYNCHRONOUS, 8", "W2, 4, ASSIGNMENT, 8", "KL, 1, SYNCHRONOUS, 8", "NONE, 1, SYNCHRONOUS, 0"})
    void sequentialGradient_isThatOfFiniteDifferences(Regularizer regularizer, int particles, Coupling coupling,
            int exactVolume) {
        values.regularizer = regularizer;
        values.particles = particles;
        values.coupling = coupling;
        values.exactVolume = exactVolume;
        values.alpha = 0.1;
        values.innerSteps = 2;
        values.anchor = 0.7;
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            bench.swfp.dropAnchor();
            bench.nudge(0.02);
            bench.swfp.refresh();
            bench.nudge(0.02);
            bench.swfp.prepare(bench.batch);
            sequential(bench);
            checkGradient(bench, 0, bench.policy.parameters().gradient().toArray(), () -> sequential(bench));
        }
    }

    @Test
    void parallelAndAdjointGradients_areThoseOfFiniteDifferences() {
        values.alpha = 0.1;
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            bench.swfp.refresh();
            bench.nudge(0.02);
            bench.swfp.prepare(bench.batch);
            bench.autograd.adjointStates(0, SwfpBench.ROWS);
            int size = (int) bench.policy.block(0).size();
            for (int k = 0; k < 2; k++) {
                int block = k;
                gradient(bench, k, () -> bench.autograd.parallelLoss(block, 0));
                checkGradient(bench, k * size, bench.policy.block(k).gradient().toArray(),
                        () -> value(() -> bench.autograd.parallelLoss(block, 0)));
                gradient(bench, k, () -> bench.autograd.adjointLoss(block, 0));
                checkGradient(bench, k * size, bench.policy.block(k).gradient().toArray(),
                        () -> value(() -> bench.autograd.adjointLoss(block, 0)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "0.3"})
    void gradients_atTheSnapshot_areTheSameInAllModes(double alpha) {
        values.alpha = alpha;
        values.blocks = 3;
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            bench.swfp.refresh();
            bench.swfp.prepare(bench.batch);
            sequential(bench);
            float[][] whole = new float[3][];
            for (int k = 0; k < 3; k++) {
                whole[k] = bench.policy.block(k).gradient().toArray();
            }
            bench.autograd.adjointStates(0, SwfpBench.ROWS);
            for (int k = 0; k < 3; k++) {
                int block = k;
                gradient(bench, k, () -> bench.autograd.parallelLoss(block, 0));
                assertThat(bench.policy.block(k).gradient().toArray()).containsExactly(whole[k], within(1e-5f));
                gradient(bench, k, () -> bench.autograd.adjointLoss(block, 0));
                assertThat(bench.policy.block(k).gradient().toArray()).containsExactly(whole[k], within(1e-5f));
            }
        }
    }

    /** Along some random directions of the parameters that the gradient is of. */
    private static void checkGradient(SwfpBench bench, int offset, float[] gradient, Supplier<Double> loss) {
        float[] before = bench.parameters();
        Rng random = new Rng(7, 7);
        for (int round = 0; round < 4; round++) {
            double[] direction = random.doubles(gradient.length, -1, 1).toArray();
            double expected = 0;
            double norm = 0;
            for (int i = 0; i < gradient.length; i++) {
                expected += gradient[i] * direction[i];
                norm += gradient[i] * gradient[i];
            }
            double h = 2e-3;
            double difference = (lossAt(bench, before, offset, direction, h, loss) - lossAt(bench, before, offset, direction, -h, loss))
                    / (2 * h);
            assertThat(difference).isCloseTo(expected, within(2e-3 + 0.01 * Math.sqrt(norm)));
        }
        bench.policy.parameters().values().write(0, before, 0, before.length);
    }

    private static double lossAt(SwfpBench bench, float[] before, int offset, double[] direction, double h,
            Supplier<Double> loss) {
        float[] moved = before.clone();
        for (int i = 0; i < direction.length; i++) {
            moved[offset + i] += (float) (h * direction[i]);
        }
        bench.policy.parameters().values().write(0, moved, 0, moved.length);
        return loss.get();
    }

    /** The loss, with its gradient in the policy's parameters. */
    private static double sequential(SwfpBench bench) {
        return ShardedGradient.compute(
                bench.workers, SwfpBench.ROWS, bench.policy.parameters(),
                (worker, from, n) -> bench.autograd.sequentialLoss(worker, from, n, 0));
    }

    private static void gradient(SwfpBench bench, int k, Supplier<Tensor> loss) {
        try (PointerScope _ = new PointerScope()) {
            bench.policy.block(k).zeroGradients();
            loss.get().backward();
        }
    }

    private static double value(Supplier<Tensor> loss) {
        try (PointerScope _ = new PointerScope()) {
            return loss.get().item_double();
        }
    }

    // ---- whole updates

    @ParameterizedTest
    @EnumSource(Mode.class)
    void updates_climbTheValue(Mode mode) {
        values.mode = mode;
        values.tau = 5;
        try (SwfpBench bench = new SwfpBench(values.build(), 2)) {
            double before = meanValue(bench);
            for (int i = 0; i < 60; i++) {
                bench.swfp.updatePolicy(bench.batch);
            }
            assertThat(meanValue(bench)).isGreaterThan(before + 0.02);
            assertThat(bench.swfp.drainMetrics()).containsKeys("policy/loss", "swfp/w2", "swfp/w2_bound", "swfp/drift",
                    "swfp/staleness", "swfp/modes", "swfp/path_ratio", "swfp/displacement_1", "swfp/displacement_2",
                    "swfp/gain", "swfp/spread", "swfp/tau").doesNotContainKey("policy/entropy");
        }
    }

    private static double meanValue(SwfpBench bench) {
        try (PointerScope _ = new PointerScope()) {
            Tensor s = bench.batch.observation().tensor();
            Tensor x = bench.policy.act(0, s, bench.batch.next().tensor());
            return bench.swfp.problem().value().of(s, x).mean().item_double();
        }
    }

    @ParameterizedTest
    @CsvSource({"PARALLEL", "ADJOINT"})
    void updates_ofBlocksApart_doNotDependOnTheNumberOfThreads(Mode mode) {
        values.mode = mode;
        values.alpha = 0.1;
        values.alphaLearningRate = 1e-3;
        values.selfImitationRate = 1e-3;
        float[][] results = new float[2][];
        for (int threads = 1; threads <= 2; threads++) {
            try (SwfpBench bench = new SwfpBench(values.build(), threads)) {
                for (int i = 0; i < 6; i++) {
                    bench.swfp.pretrain(bench.batch);
                    bench.swfp.updateCritic(bench.batch);
                    bench.swfp.updatePolicy(bench.batch);
                }
                results[threads - 1] = bench.parameters();
            }
        }
        assertThat(results[1]).isEqualTo(results[0]);
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void load_goesOnAsIfNothingHadBeen(Mode mode) {
        values.mode = mode;
        values.alpha = 0.1;
        values.alphaLearningRate = 1e-3;
        values.selfImitationRate = 1e-3;
        values.normalizeValue = true;
        StateDict state = new StateDict();
        float[] expected;
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            update(bench, 6);
            bench.swfp.save(state);
            update(bench, 6);
            expected = bench.parameters();
        }
        try (SwfpBench bench = new SwfpBench(values.build(), 1)) {
            bench.swfp.load(state);
            update(bench, 6);
            assertThat(bench.parameters()).isEqualTo(expected);
        }
    }

    private static void update(SwfpBench bench, int updates) {
        for (int i = 0; i < updates; i++) {
            bench.swfp.updateCritic(bench.batch);
            bench.swfp.updatePolicy(bench.batch);
        }
    }

    @Test
    void pretrain_reproducesTheDemonstrations() {
        values.blocks = 3;
        values.hidden = List.of(32);
        try (SwfpBench bench = new SwfpBench(values.build(), 2)) {
            for (int i = 0; i < 2 * SwfpBench.ROWS; i++) {
                bench.batch.action().set(i, i % 2 == 0 ? 0.5f : -0.25f);
            }
            double before = bench.swfp.validate(bench.batch);
            for (int i = 0; i < 800; i++) {
                bench.swfp.pretrain(bench.batch);
            }
            assertThat(bench.swfp.validate(bench.batch)).isLessThan(before / 4);
            try (PointerScope _ = new PointerScope()) {
                Tensor a = bench.policy.act(0, bench.batch.observation().tensor(), bench.batch.next().tensor());
                for (int i = 0; i < SwfpBench.ROWS; i++) {
                    assertThat(a.get(i).get(0).item_double()).isCloseTo(0.5, within(0.25));
                    assertThat(a.get(i).get(1).item_double()).isCloseTo(-0.25, within(0.25));
                }
            }
            assertThat(bench.swfp.drainMetrics()).containsKey("pretrain/loss");
        }
    }

    @Test
    void pretrain_reflow_straightensThePaths() {
        values.blocks = 4;
        values.hidden = List.of(32);
        double[] ratios = new double[2];
        for (int i = 0; i < 2; i++) {
            values.reflowAfter = i == 0 ? 0 : 600;
            try (SwfpBench bench = new SwfpBench(values.build(), 2)) {
                // two points to be reached from noise around the middle: particles turn late
                for (int j = 0; j < 2 * SwfpBench.ROWS; j++) {
                    bench.batch.action().set(j, j % 4 < 2 ? 0.8f : -0.8f);
                    bench.batch.observation().set(j, 0);
                }
                for (int j = 0; j < 1200; j++) {
                    bench.swfp.pretrain(bench.batch);
                }
                float[] noise = new float[400];
                Rng random = new Rng(8, 8);
                for (int j = 0; j < noise.length; j++) {
                    noise[j] = (float) random.nextGaussian();
                }
                float[][] paths = ParticlePaths.of(bench.policy, new float[2], false, noise);
                ratios[i] = ParticlePaths.ratio(paths, 2);
            }
        }
        assertThat(ratios[1]).isBetween(1.0, 1 + (ratios[0] - 1) * 0.7);
    }
}
