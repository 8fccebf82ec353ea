package dev.advect.flow;

import dev.advect.nn.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SamplingTest {
    private static final double MEAN = 0.7;
    private static final double STD = 0.4;

    /**
     * The field of actions that are N(MEAN, STD²). There x_t is N((1 − t)·MEAN, V), V = t² + (1 − t)²·STD², and
     * v = E[ε − a | x_t] = −MEAN + (t − (1 − t)·STD²)/V·(x − (1 − t)·MEAN).
     */
    private static final VelocityField GAUSSIAN = (x, t) -> {
        double variance = t * t + (1 - t) * (1 - t) * STD * STD;
        double slope = (t - (1 - t) * STD * STD) / variance;
        return x.sub(new Scalar((1 - t) * MEAN)).mul(new Scalar(slope)).sub(new Scalar(MEAN));
    };

    @Test
    void sample_sde_equalsHandComputedSteps() {
        // v = 2, η = 0.5, two steps of 1/2: x − v/2 − η·(x + (1 − t)·v)/2 + √(η·t)·ξ, then x − v/2
        Sampling sampling = new Sampling(Sampler.SDE, 2, Schedule.UNIFORM, 0.5);
        Tensor noise = Tensors.of(new float[] {1, 3}, 1, 2);
        Tensor out = sampling.sample((x, t) -> torch.full_like(x, new Scalar(2)), noise, 1);
        double middle = 1 - 1 - 0.5 * 1 / 2 + Math.sqrt(0.5) * 3;
        assertThat((double) Tensors.floats(out)[0]).isCloseTo(middle - 1, within(1e-6));
        assertThat(sampling.noiseSize(1)).isEqualTo(2);
        assertThat(new Sampling(Sampler.RK4, 5).noiseSize(3)).isEqualTo(3);
    }

    @Test
    void path_beginsAtTheNoise_andEndsAtTheSample() {
        Sampling sampling = new Sampling(Sampler.EULER, 4);
        Tensor noise = Tensors.of(new float[] {1, 3}, 1, 2);
        List<Tensor> path = sampling.path((x, t) -> torch.full_like(x, new Scalar(2)), noise, 2);
        assertThat(path).hasSize(5);
        assertThat(Tensors.floats(path.getFirst())).containsExactly(1, 3);
        assertThat(Tensors.floats(path.get(1))).containsExactly(0.5f, 2.5f);
        assertThat(Tensors.floats(path.getLast())).containsExactly(-1, 1);
    }

    @ParameterizedTest
    @CsvSource({"0.3, UNIFORM", "1, UNIFORM", "3, UNIFORM", "1, COSINE"})
    void sample_sde_hasTheMarginalOfTheOde(double level, Schedule.Shape shape) {
        for (int steps : new int[] {25, 50, 100, 200}) {
            double[] moments = moments(new Sampling(Sampler.SDE, steps, new Schedule(shape, List.of()), level));
            // of order 1
            assertThat(moments[0]).isCloseTo(MEAN, within(2.0 / steps));
            assertThat(moments[1]).isCloseTo(STD, within(2.0 / steps));
        }
    }

    @Test
    void sample_sdeWithoutNoise_isEuler() {
        assertThat(moments(new Sampling(Sampler.SDE, 7, Schedule.COSINE, 0)))
                .containsExactly(moments(new Sampling(Sampler.EULER, 7, Schedule.COSINE, 1)), within(1e-12));
    }

    @Test
    void sample_givenTimes_areThoseOfTheSteps() {
        Sampling sampling = new Sampling(Sampler.EULER, 3, Schedule.of(List.of(1.0, 0.9, 0.2, 0.0)), 1);
        List<Double> times = new ArrayList<>();
        Tensor out = sampling.sample((x, t) -> {
            times.add(t);
            return torch.full_like(x, new Scalar(t));
        }, Tensors.of(new float[] {5}, 1, 1), 1);
        assertThat(times).containsExactly(1.0, 0.9, 0.2);
        assertThat((double) Tensors.floats(out)[0]).isCloseTo(5 - 0.1 - 0.9 * 0.7 - 0.2 * 0.2, within(1e-6));
    }

    @Test
    void constructor_impossibleValues_refused() {
        assertThatThrownBy(() -> new Sampling(Sampler.EULER, 0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("flowSteps: 0");
        assertThatThrownBy(() -> new Sampling(Sampler.SDE, 1, Schedule.UNIFORM, -1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("noiseLevel: -1.0");
    }

    /**
     * Mean and deviation of the samples, exactly: the result is linear in the noise, so the mean is the result of zeros
     * and the variance the sum of squared effects of the noise's components.
     */
    private static double[] moments(Sampling sampling) {
        int size = sampling.noiseSize(1);
        Tensor noise = torch.eye(size).to(torch.ScalarType.Double);
        double[] unit = Tensors.doubles(sampling.sample(GAUSSIAN, noise, 1));
        double mean = Tensors.doubles(sampling.sample(GAUSSIAN, noise.narrow(0, 0, 1).mul(new Scalar(0)), 1))[0];
        double variance = 0;
        for (double x : unit) {
            variance += (x - mean) * (x - mean);
        }
        return new double[] {mean, Math.sqrt(variance)};
    }
}
