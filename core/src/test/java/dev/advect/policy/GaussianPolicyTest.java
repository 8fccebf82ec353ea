package dev.advect.policy;

import dev.advect.nn.Tensors;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GaussianPolicyTest {
    /** Without influence of the state: mean (0.5, −1), raw (0, 2). */
    private final GaussianPolicy policy = new GaussianPolicy(1, 2, List.of(3), 1, new Rng(1, 0));
    private final Tensor states = Tensors.of(new float[] {0, 9}, 2, 1);

    GaussianPolicyTest() {
        policy.parameters().values().segment().fill((byte) 0);
        long last = policy.parameters().size() - 4;
        policy.parameters().values().write(last, new float[] {0.5f, -1, 0, 2}, 0, 4);
    }

    @Test
    void distribution_isMeanAndSoftplusDeviation() {
        GaussianPolicy.Distribution pi = policy.distribution(0, states);
        assertThat(Tensors.floats(pi.mean())).containsExactly(0.5f, -1, 0.5f, -1);
        // ln(1 + e⁰) + 0.001 = 0.694147, ln(1 + e²) + 0.001 = 2.127928
        assertThat(Tensors.floats(pi.std()))
                .containsExactly(new float[] {0.694147f, 2.127928f, 0.694147f, 2.127928f}, within(1e-6f));
    }

    @Test
    void act_isMeanPlusDeviationTimesNoise() {
        Tensor noise = Tensors.of(new float[] {1, -1, 0, 0}, 2, 2);
        // 0.5 + 0.694147, −1 − 2.127928; zero noise gives the mean
        assertThat(Tensors.floats(policy.act(0, states, noise)))
                .containsExactly(new float[] {1.194147f, -3.127928f, 0.5f, -1}, within(1e-6f));
        assertThat(policy.stochasticByDefault()).isFalse();
    }

    @Test
    void logLikelihood_isTheSumOverDimensions() {
        // at one deviation from both means: −½ − log σ − ½ log 2π each
        Tensor actions = Tensors.of(new float[] {0.5f + 0.694147f, -1 - 2.127928f, 0.5f, -1}, 2, 2);
        double atMean = -Math.log(0.694147 * 2.127928) - Math.log(2 * Math.PI);
        assertThat(Tensors.widen(Tensors.floats(policy.logLikelihood(0, states, actions))))
                .containsExactly(new double[] {atMean - 1, atMean}, within(1e-5));
    }

    @Test
    void distribution_rawVeryNegative_keepsTheLeastDeviation() {
        policy.parameters().values().set(policy.parameters().size() - 1, -100);
        assertThat(Tensors.floats(policy.distribution(0, states).std())[1]).isEqualTo(0.001f, within(1e-9f));
    }
}
