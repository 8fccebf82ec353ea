package dev.advect.flow;

import dev.advect.nn.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class StraightnessTest {
    @Test
    void of_constantVelocity_isZero() {
        VelocityField field = (x, t) -> torch.full_like(x, new Scalar(3));
        assertThat(Straightness.of(field, Tensors.of(new float[] {1, -2, 5, 0}, 2, 2), 7)).isCloseTo(0, within(1e-9));
    }

    @Test
    void of_uniformlyAcceleratedPath_handComputed() {
        // v = t at the times 1 and 1/2: the chord is 3/4, (1 − 3/4)² = (1/2 − 3/4)² = 1/16 relative to 9/16
        VelocityField field = (x, t) -> torch.full_like(x, new Scalar(t));
        assertThat(Straightness.of(field, Tensors.of(new float[] {1, -2}, 2, 1), 2)).isCloseTo(1.0 / 9, within(1e-6));
    }
}
