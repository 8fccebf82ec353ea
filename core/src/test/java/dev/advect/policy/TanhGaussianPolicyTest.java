package dev.advect.policy;

import dev.advect.nn.Tensors;
import dev.advect.policy.TanhGaussianPolicy.Draw;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class TanhGaussianPolicyTest {
    private final TanhGaussianPolicy policy = new TanhGaussianPolicy(3, 2, 1, List.of(8), -0.5, 1, new Rng(4, 0));
    private final Tensor s = Tensors.of(Tensors.normal(new Rng(5, 0), 12), 4, 3);

    private Draw draw(float[] noise) {
        return policy.draw(policy.parameters().frozen(), s, Tensors.of(noise, 4, 2));
    }

    private static float[] filled(float value) {
        float[] all = new float[8];
        Arrays.fill(all, value);
        return all;
    }

    @Test
    void draw_logProbability_isThatOfTheSquashedGaussian() {
        float[] noise = Tensors.normal(new Rng(6, 0), 8);
        float[] mean = Tensors.floats(draw(filled(0)).u());
        float[] meanAndStd = Tensors.floats(draw(filled(1)).u());

        Draw draw = draw(noise);

        float[] u = Tensors.floats(draw.u());
        float[] logProbability = Tensors.floats(draw.logProbability());
        for (int row = 0; row < 4; row++) {
            double expected = 0;
            for (int i = 2 * row; i < 2 * row + 2; i++) {
                double std = meanAndStd[i] - mean[i];
                assertThat(u[i]).isCloseTo((float) (mean[i] + std * noise[i]), offset(1e-5f));
                double a = Math.tanh(u[i]);
                expected += -noise[i] * noise[i] / 2 - Math.log(std) - 0.5 * Math.log(2 * Math.PI) - Math.log(1 - a * a);
            }
            assertThat((double) logProbability[row]).isCloseTo(expected, offset(2e-5));
        }
    }

    @Test
    void draw_hugeOutputs_deviationStaysWithinBounds() {
        // the last layer's bias: two means, two raw deviations
        int size = (int) policy.parameters().size();
        policy.parameters().values().write(size - 4, new float[] {0, 0, 1000, -1000}, 0, 4);

        float[] mean = Tensors.floats(draw(filled(0)).u());
        float[] u = Tensors.floats(draw(filled(1)).u());

        assertThat((double) u[0] - mean[0]).isCloseTo(Math.exp(2), offset(1e-5));
        assertThat((double) u[1] - mean[1]).isCloseTo(0, offset(1e-6));
        assertThat(Tensors.floats(draw(filled(1)).logProbability())[0]).isFinite();
    }

    @Test
    void act_zeroNoise_isTheMean() {
        Tensor zeros = Tensors.of(filled(0), 4, 2);

        assertThat(Tensors.floats(policy.act(0, s, zeros))).containsExactly(Tensors.floats(draw(filled(0)).u()));
        assertThat(Tensors.floats(policy.toEnvironment(zeros))).containsOnly(0);
    }
}
