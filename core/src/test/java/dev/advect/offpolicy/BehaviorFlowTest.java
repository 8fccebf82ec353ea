package dev.advect.offpolicy;

import dev.advect.nn.Workers;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class BehaviorFlowTest {
    private final Workers workers = new Workers(2);
    private final Batch batch = Rivals.batch();

    @Test
    void validate_fieldOfZero_isTheMeanSquareOfActionMinusNoise() {
        BehaviorFlow behavior = new BehaviorFlow(Rivals.still(3), workers, Rivals.ROWS, 1e-2);
        Rng random = new Rng(4, 0);
        double expected = 0;
        for (int i = 0; i < Rivals.ROWS; i++) {
            double direction = batch.action().get(i) - (float) random.nextGaussian();
            expected += direction * direction / Rivals.ROWS;
        }

        assertThat(behavior.validate(batch, new Rng(4, 0))).isCloseTo(expected, within(1e-6));
    }

    @Test
    void loss_inTwoParts_isTheWhole_andItsGradientThatOfDifferences() {
        StepwiseFlowPolicy flow = Rivals.flow(3, 2, 6);
        BehaviorFlow behavior = new BehaviorFlow(flow, workers, Rivals.ROWS, 1e-2);
        double whole = behavior.validate(batch, new Rng(4, 0)); // draws the noise

        double parts = behavior.loss(flow.block(0).frozen(), batch, 0, 3).item_double()
                + behavior.loss(flow.block(0).frozen(), batch, 3, 2).item_double();

        assertThat(parts).isCloseTo(whole, within(1e-6));
        Rivals.assertGradient(flow.block(0), () -> behavior.loss(flow.block(0).replica(0), batch, 0, Rivals.ROWS));
    }

    @Test
    void update_manyTimes_theLossFalls() {
        BehaviorFlow behavior = new BehaviorFlow(Rivals.flow(3, 2, 6), workers, Rivals.ROWS, 1e-2);
        MetricAccumulator metrics = new MetricAccumulator();
        Rng random = new Rng(5, 0);
        for (int i = 0; i < 20; i++) {
            behavior.update(batch, random, metrics);
        }
        double before = metrics.drain().getOrDefault("flow/loss", Double.NaN);
        for (int i = 0; i < 500; i++) {
            behavior.update(batch, random, metrics);
        }
        metrics.drain();
        for (int i = 0; i < 100; i++) {
            behavior.update(batch, random, metrics);
        }

        Map<String, Double> after = metrics.drain();

        assertThat(after).containsOnlyKeys("flow/loss", "flow/grad_norm", "update/skipped");
        assertThat(after.get("flow/loss")).isLessThan(0.7 * before);
    }
}
