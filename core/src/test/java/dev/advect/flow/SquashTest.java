package dev.advect.flow;

import dev.advect.nn.Tensors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class SquashTest {
    @Test
    void logDet_equalsLogOfOneMinusTanhSquared() {
        float[] x = {-6, -3, -1, -0.25f, 0, 0.5f, 2, 5};
        float[] out = Tensors.floats(Squash.logDet(Tensors.of(x, x.length)));
        for (int i = 0; i < x.length; i++) {
            assertThat((double) out[i]).isCloseTo(Math.log1p(-Math.pow(Math.tanh(x[i]), 2)), within(2e-6));
        }
        assertThat(out[4]).isZero();
        // where 1 − tanh² is 0 in any float: 2·(ln 2 − |x|)
        float[] far = Tensors.floats(Squash.logDet(Tensors.of(new float[] {50, -50}, 2)));
        assertThat(far).containsExactly(new float[] {-98.6137f, -98.6137f}, within(2e-5f));
    }
}
