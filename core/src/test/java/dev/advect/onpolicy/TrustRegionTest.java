package dev.advect.onpolicy;

import dev.advect.nn.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TrustRegionTest {
    @ParameterizedTest
    @CsvSource({
        // −(ρA − |A|/(2·0.1)·(ρ − 1)²)
        "SPO,  1.2,  2, -2",      // −(2.4 − 10·0.04)
        "SPO,  0.8,  2, -1.2",    // −(1.6 − 10·0.04)
        "SPO,  1.2, -1, 1.4",     // −(−1.2 − 5·0.04)
        "SPO,  0.8, -1, 1",       // −(−0.8 − 5·0.04)
        "ASPO, 1.2,  2, -2.2",    // clipped at 1.1
        "ASPO, 0.8,  2, -1.6",    // not clipped: it would be better
        "ASPO, 1.2, -1, 1.4",
        "ASPO, 0.8, -1, 1",       // clipping would stop at 0.9 without a gradient
        "ASPO, 0.8,  0, 0",
        "CLIP, 1.2,  2, -2.2",
        "CLIP, 0.8, -1, 0.9"})
    void loss_oneRatio_handComputed(TrustRegion region, float ratio, float advantage, double expected) {
        Tensor loss = region.loss(Tensors.of(new float[] {ratio}, 1, 1), Tensors.of(new float[] {advantage}, 1), 0.1);
        assertThat(loss.item_double()).isCloseTo(expected, within(1e-5));
        assertThat(-region.objective(ratio, advantage, 0.1)).isCloseTo(expected, within(1e-5));
        // no case sits on a kink: the central difference is the slope
        double difference = region.objective(ratio + 1e-4, advantage, 0.1) - region.objective(ratio - 1e-4, advantage, 0.1);
        assertThat(region.slope(ratio, advantage, 0.1)).isCloseTo(difference / 2e-4, within(1e-6));
    }

    @Test
    void loss_someRatios_areAveragedAnAction_andSummed() {
        Tensor ratio = Tensors.of(new float[] {1.2f, 0.8f, 1.2f, 0.8f}, 2, 2);
        Tensor advantage = Tensors.of(new float[] {2, -1}, 2);
        assertThat(TrustRegion.ASPO.loss(ratio, advantage, 0.1).item_double())
                .isCloseTo((-2.2 - 1.6) / 2 + (1.4 + 1) / 2, within(1e-5));
    }

    @Test
    void spo_gradient_vanishesAtTheEdgeOfTheRegion() {
        Tensor ratio = Tensors.of(new float[] {1.1f, 0.9f, 1.3f}, 3, 1).requires_grad_(true);
        TrustRegion.SPO.loss(ratio, Tensors.of(new float[] {3, -3, 3}, 3), 0.1).backward();
        // −A + |A|·(ρ − 1)/c: beyond 1 + c it pulls back
        assertThat(Tensors.floats(ratio.grad())).containsExactly(new float[] {0, 0, 6}, within(1e-5f));
    }
}
