package dev.advect.onpolicy;

import dev.advect.nn.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ClippedObjectiveTest {

    @Test
    void loss_oneRatioARow_isTheSmallerOfBothProducts() {
        Tensor ratio = Tensors.of(new float[] {1.3f, 1.3f, 0.5f, 0.5f, 1.05f}, 5, 1).requires_grad_(true);
        Tensor advantage = Tensors.of(new float[] {2, -2, 2, -2, 3}, 5);
        // min(2.6, 2.4) + min(−2.6, −2.4) + min(1, 1.6) + min(−1, −1.6) + 1.05·3 = 2.4 − 2.6 + 1 − 1.6 + 3.15
        Tensor loss = ClippedObjective.loss(ratio, advantage, 0.2);
        assertThat(loss.item_double()).isCloseTo(-2.35, within(1e-6));
        loss.backward();
        // −A where the ratio counts, zero where it is clipped and would only gain
        assertThat(Tensors.floats(ratio.grad())).containsExactly(0, 2, -2, 0, -3);
    }

    @Test
    void loss_severalRatiosARow_areAveraged() {
        Tensor ratio = Tensors.of(new float[] {1.1f, 2, 0.9f, 0.1f}, 2, 2).requires_grad_(true);
        Tensor advantage = Tensors.of(new float[] {4, -1}, 2);
        // ((1.1 + 1.2)·4 + (−0.9 − 0.8)) / 2 = (9.2 − 1.7) / 2
        Tensor loss = ClippedObjective.loss(ratio, advantage, 0.2);
        assertThat(loss.item_double()).isCloseTo(-3.75, within(1e-6));
        loss.backward();
        assertThat(Tensors.floats(ratio.grad())).containsExactly(-2, 0, 0.5f, 0);
    }

    @Test
    void loss_ratio1_isMinusTheAdvantagesWithFullGradient() {
        Tensor ratio = Tensors.of(new float[] {1, 1}, 2, 1).requires_grad_(true);
        Tensor loss = ClippedObjective.loss(ratio, Tensors.of(new float[] {0.5f, -3}, 2), 0.05);
        assertThat(loss.item_double()).isEqualTo(2.5);
        loss.backward();
        assertThat(Tensors.floats(ratio.grad())).containsExactly(-0.5f, 3);
    }
}
