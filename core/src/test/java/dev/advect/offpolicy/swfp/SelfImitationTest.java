package dev.advect.offpolicy.swfp;

import dev.advect.random.Rng;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SelfImitationTest {
    private final SwfpValues values = new SwfpValues();

    /** A bench whose values are 3 everywhere, with these returns. */
    private SwfpBench bench(double... returns) {
        SwfpBench bench = new SwfpBench(values.build(), 1);
        bench.constants(3, 0, 0);
        bench.swfp.refresh();
        for (int i = 0; i < SwfpBench.ROWS; i++) {
            bench.batch.returnToGo().set(i, (float) returns[i]);
        }
        bench.swfp.prepare(bench.batch);
        return bench;
    }

    private static SelfImitation imitation(SwfpBench bench) {
        BlockOptimizer optimizer = new BlockOptimizer(bench.policy, bench.swfp.objectives(), bench.workers, 0);
        return new SelfImitation(bench.policy, bench.buffers(), bench.swfp.problem().value(), optimizer, SwfpBench.ROWS);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void draw_rowsInProportionToWhatTheyLedToAboveTheValue(int particles) {
        values.particles = particles;
        values.normalizeValue = true;
        // weights 0, 1, 0, 2, 0, 0: of six rows, two and four
        try (SwfpBench bench = bench(3, 4, 2, 5, Double.NEGATIVE_INFINITY, -7);
                SelfImitation imitation = imitation(bench)) {
            assertThat(imitation.draw(bench.batch, new Rng(3, 0))).isCloseTo(2.0 / 6, within(1e-9));
            for (int i = 0; i < SwfpBench.ROWS; i++) {
                int row = i < 2 ? 1 : 3;
                for (int j = 0; j < 2; j++) {
                    assertThat(imitation.chosen().observation().get(2L * i + j)).isEqualTo(bench.batch.observation().get(2L * row + j));
                    assertThat(imitation.chosen().action().get(2L * i + j)).isEqualTo(bench.batch.action().get(2L * row + j));
                }
            }
        }
    }

    @Test
    void draw_unevenWeights_aBitMoreOrLess() {
        // weights 1, 1, 1, 1, 0, 0: one and a half of each
        try (SwfpBench bench = bench(4, 4, 4, 4, 3, 3);
                SelfImitation imitation = imitation(bench)) {
            for (int seed = 0; seed < 20; seed++) {
                imitation.draw(bench.batch, new Rng(seed, 0));
                int[] times = new int[SwfpBench.ROWS];
                for (int i = 0; i < SwfpBench.ROWS; i++) {
                    for (int row = 0; row < SwfpBench.ROWS; row++) {
                        times[row] += imitation.chosen().action().get(2L * i) == bench.batch.action().get(2L * row) ? 1 : 0;
                    }
                }
                assertThat(times[0]).isBetween(1, 2);
                assertThat(times[3]).isBetween(1, 2);
                assertThat(times[0] + times[1] + times[2] + times[3]).isEqualTo(SwfpBench.ROWS);
            }
        }
    }

    @Test
    void draw_valueBelowAllReturns_isTakenForTheLeast() {
        // weights 0, 1, 0, 2, 0, 0 again, where the value of 3 would give all that ended a weight
        try (SwfpBench bench = bench(4, 5, 4, 6, Double.NEGATIVE_INFINITY, 4);
                SelfImitation imitation = imitation(bench)) {
            assertThat(imitation.draw(bench.batch, new Rng(3, 0))).isCloseTo(2.0 / 6, within(1e-9));
        }
    }

    @Test
    void draw_nothingAboveTheValue_none() {
        try (SwfpBench bench = bench(3, 2, 1, 0, -1, Double.NEGATIVE_INFINITY);
                SelfImitation imitation = imitation(bench)) {
            assertThat(imitation.draw(bench.batch, new Rng(3, 0))).isZero();
        }
    }

    @Test
    void updates_learnWhatLedToMore_andNothingOfTheRest() {
        values.hidden = List.of(32);
        values.selfImitationRate = 3e-3;
        values.tau = 5;
        values.tauFinal = 5;
        try (SwfpBench bench = bench(4, 4, 4, 2, 2, 2)) {
            for (int i = 0; i < SwfpBench.ROWS; i++) {
                for (int j = 0; j < 2; j++) {
                    bench.batch.observation().set(2L * i + j, i < 3 ? 0 : 1);
                    bench.batch.action().set(2L * i + j, i < 3 ? 0.5f : -0.5f);
                }
            }
            for (int i = 0; i < 600; i++) {
                bench.swfp.updatePolicy(bench.batch);
            }
            assertThat(meanAction(bench)).isCloseTo(0.5, within(0.15));
            assertThat(bench.swfp.drainMetrics()).containsEntry("swfp/imitated", 0.5).containsKey("swfp/imitation_loss");
        }
    }

    @Test
    void updates_whereNothingLedToMore_areThoseWithoutSelfImitation() {
        float[][] results = new float[2][];
        for (int i = 0; i < 2; i++) {
            values.selfImitationRate = i * 1e-2;
            try (SwfpBench bench = bench(3, 3, 3, 3, 3, 3)) {
                bench.nudge(0.1);
                bench.swfp.updatePolicy(bench.batch);
                results[i] = bench.parameters();
            }
        }
        assertThat(results[1]).isEqualTo(results[0]);
    }

    /** The mean component of an action in the state of the first three rows. */
    private static double meanAction(SwfpBench bench) {
        try (PointerScope _ = new PointerScope()) {
            Tensor s = bench.batch.observation().tensor().narrow(0, 0, 3);
            double sum = 0;
            for (int seed = 0; seed < 50; seed++) {
                float[] z = new float[6];
                Rng random = new Rng(seed, 1);
                for (int j = 0; j < z.length; j++) {
                    z[j] = (float) random.nextGaussian();
                }
                sum += bench.policy.act(0, s, torch.tensor(z).view(3, 2)).mean().item_double();
            }
            return sum / 50;
        }
    }
}
