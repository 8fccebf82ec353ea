package dev.advect.offpolicy.swfp;

import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.ShardedGradient;
import dev.advect.offpolicy.swfp.JkoObjectives.Carried;
import dev.advect.offpolicy.swfp.JkoObjectives.RowRange;
import dev.advect.offpolicy.swfp.JkoObjectives.Version;
import dev.advect.offpolicy.swfp.SwfpConfig.Coupling;
import dev.advect.offpolicy.swfp.SwfpConfig.Regularizer;
import dev.advect.offpolicy.swfp.SwfpConfig.Shape;
import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Objectives and gradients written out, compared with those of autograd, away from the snapshot. */
class VectorJkoObjectivesTest {
    private static final String CASES = """
            # particles: with 30 there are more rows than go through at a time
            W2,   1,  1
            W2,   30, 1
            W2,   3,  2
            NONE, 3,  2
            """;

    /** Policy updates done: τ is on its way from one value to another. */
    private static final long UPDATE = 40;

    private final SwfpValues values = new SwfpValues();

    private SwfpBench bench(Regularizer regularizer, int particles, int innerSteps) {
        values.regularizer = regularizer;
        values.particles = particles;
        values.innerSteps = innerSteps;
        values.blocks = 3;
        values.hidden = List.of(20, 9);
        values.tauRatio = 1.5;
        values.tauFinal = 0.2;
        values.tauShape = Shape.LINEAR;
        values.normalizeValue = true;
        values.anchor = 0.7;
        values.noiseScale = 0.8;
        SwfpBench bench = new SwfpBench(values.build(), 2);
        assertThat(bench.swfp.objectives()).isInstanceOf(VectorJkoObjectives.class);
        bench.swfp.updateCritic(bench.batch); // for a magnitude other than 1
        bench.swfp.dropAnchor();
        bench.nudge(0.1);
        bench.swfp.refresh();
        bench.nudge(0.1);
        bench.swfp.prepare(bench.batch);
        return bench;
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void apply_eachBlockOfPolicyAndSnapshot(Regularizer regularizer, int particles, int innerSteps) {
        try (SwfpBench bench = bench(regularizer, particles, innerSteps)) {
            Rng random = new Rng(9, 9);
            int n = 300; // more rows than go through at a time
            float[] s = new float[2 * n];
            float[] x = new float[2 * n];
            for (int i = 0; i < s.length; i++) {
                s[i] = (float) random.nextGaussian();
                x[i] = (float) random.nextGaussian();
            }
            for (int k = 0; k < 3; k++) {
                float[] now = bench.swfp.objectives().apply(k, Version.CURRENT, s, x);
                assertThat(now).containsExactly(bench.autograd.apply(k, Version.CURRENT, s, x), within(1e-5f));
                assertThat(bench.swfp.objectives().apply(k, Version.SNAPSHOT, s, x))
                        .containsExactly(bench.autograd.apply(k, Version.SNAPSHOT, s, x), within(1e-5f)).isNotEqualTo(now);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void sequential_isThatOfAutograd(Regularizer regularizer, int particles, int innerSteps) {
        try (SwfpBench bench = bench(regularizer, particles, innerSteps)) {
            double expected = ShardedGradient.compute(
                    bench.workers, SwfpBench.ROWS, bench.policy.parameters(),
                    (worker, from, n) -> bench.autograd.sequentialLoss(worker, from, n, UPDATE));
            float[] gradient = bench.policy.parameters().gradient().toArray();
            double loss = ShardedGradient.computeWritten(bench.workers, SwfpBench.ROWS, bench.policy.parameters(),
                    (worker, from, n) -> bench.swfp.objectives().sequential(worker, from, n, UPDATE));
            assertThat(loss).isCloseTo(expected, within(1e-5));
            check(bench.policy.parameters().gradient(), gradient);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void parallel_isThatOfAutograd(Regularizer regularizer, int particles, int innerSteps) {
        try (SwfpBench bench = bench(regularizer, particles, innerSteps)) {
            for (int k = 0; k < 3; k++) {
                int block = k;
                check(bench, k, () -> bench.autograd.parallelLoss(block, UPDATE), () -> inParts(bench.buffers().rows(), rows -> bench.swfp.objectives().parallel(block, rows, UPDATE)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = CASES)
    void adjoint_isThatOfAutograd(Regularizer regularizer, int particles, int innerSteps) {
        try (SwfpBench bench = bench(regularizer, particles, innerSteps)) {
            int rows = SwfpBench.ROWS * particles;
            SwfpBuffers buffers = bench.buffers();
            bench.autograd.adjointStates(0, rows);
            float[][] expected = new float[4][];
            for (int k = 1; k <= 3; k++) {
                expected[k] = buffers.adjoint[k].toArray();
                buffers.adjoint[k].write(0, new float[expected[k].length], 0, expected[k].length);
            }
            bench.swfp.objectives().adjointStates(0, rows);
            for (int k = 1; k <= 3; k++) {
                check(buffers.adjoint[k], expected[k]);
            }
            for (int k = 0; k < 3; k++) {
                int block = k;
                check(bench, k, () -> bench.autograd.adjointLoss(block, UPDATE), () -> inParts(rows, part -> bench.swfp.objectives().adjoint(block, part, UPDATE)));
            }
        }
    }

    @Test
    void cloning_isThatOfAutograd() {
        try (SwfpBench bench = bench(Regularizer.W2, 1, 2); PointerScope _ = new PointerScope()) {
            bench.buffers().drawCloning(new Rng(3, 0));
            Tensor a = bench.batch.action().tensor();
            for (int k = 0; k < 3; k++) {
                int block = k;
                check(bench, k,
                        () -> bench.buffers().flowMatching(bench.policy, block, bench.policy.block(block).replica(0), bench.batch, a),
                        () -> inParts(SwfpBench.ROWS, rows -> bench.swfp.objectives().flowMatching(block, rows, bench.batch, a)));
            }
        }
    }

    @Test
    void particles_areThoseOfThePolicy() {
        try (SwfpBench bench = bench(Regularizer.W2, 3, 2); PointerScope _ = new PointerScope()) {
            SwfpBuffers buffers = bench.buffers();
            bench.swfp.refresh();
            bench.swfp.prepare(bench.batch);
            Tensor x = buffers.stale[0].tensor();
            for (int k = 0; k < 3; k++) {
                x = bench.policy.apply(k, bench.policy.block(k).frozen(), buffers.state.tensor(), x);
                try (HostTensor expected = new HostTensor(x.size(0), x.size(1))) {
                    expected.tensor().copy_(x);
                    check(buffers.stale[k + 1], expected.toArray());
                }
            }
        }
    }

    @Test
    void carry_isThePolicy() {
        try (SwfpBench bench = bench(Regularizer.W2, 1, 2)) {
            float[] s = bench.batch.next().toArray();
            float[] z = bench.buffers().nextNoise.toArray();
            Carried expected = bench.autograd.carry(Version.CURRENT, s, z, 0);
            Carried found = bench.swfp.objectives().carry(Version.CURRENT, s, z, 0);

            assertThat(found.x()).containsExactly(expected.x(), within(1e-5f));
            assertThat(found.logProbability()).containsOnly(0).hasSize(SwfpBench.ROWS);
        }
    }

    @Test
    void whatNeedsVolumesOrAPairing_isLeftToAutograd() {
        values.alpha = 0.1;
        assertThat(VectorJkoObjectives.supports(values.build())).isFalse();
        values.alpha = 0;
        values.regularizer = Regularizer.KL;
        assertThat(VectorJkoObjectives.supports(values.build())).isFalse();
        values.regularizer = Regularizer.W2;
        values.particles = 2;
        values.coupling = Coupling.ASSIGNMENT;
        assertThat(VectorJkoObjectives.supports(values.build())).isFalse();
    }

    /** The loss of two parts of different size. */
    private static double inParts(int rows, ToDoubleFunction<RowRange> objective) {
        return objective.applyAsDouble(new RowRange(0, 2)) + objective.applyAsDouble(new RowRange(2, rows - 2));
    }

    /** A block's loss and gradient by autograd, and written out. */
    private static void check(SwfpBench bench, int k, Supplier<Tensor> autograd, DoubleSupplier written) {
        try (PointerScope _ = new PointerScope()) {
            bench.policy.block(k).zeroGradients();
            Tensor expected = autograd.get();
            expected.backward();
            float[] gradient = bench.policy.block(k).gradient().toArray();
            bench.policy.block(k).zeroGradients();
            assertThat(written.getAsDouble()).isCloseTo(expected.item_double(), within(1e-5));
            check(bench.policy.block(k).gradient(), gradient);
        }
    }

    private static void check(HostTensor found, float[] expected) {
        double max = 0;
        for (float e : expected) {
            max = Math.max(max, Math.abs(e));
        }
        assertThat(max).isGreaterThan(1e-3); // there is something to compare
        assertThat(found.toArray()).containsExactly(expected, within((float) (1e-5 * Math.max(1, max))));
    }
}
