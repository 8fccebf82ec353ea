package dev.advect.flow;

import dev.advect.nn.Tensors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** In double precision, so that orders can be told from rounding. */
class SamplerTest {
    private static final VelocityField DECAY = (x, t) -> x.neg();

    @Test
    void sample_linearField_isThePowerOfTheMethodsStabilityFunction() {
        // dx/dt = −x from t = 1 to 0 in 2 steps of h = 1/2 backwards: each multiplies by Σ_{k≤p} h^k / k!
        double h = 0.5;
        double euler = 1 + h;
        double second = euler + h * h / 2;
        double fourth = second + h * h * h / 6 + h * h * h * h / 24;
        assertThat(sample(Sampler.EULER, DECAY, 2, 2)).isCloseTo(2 * euler * euler, within(1e-14));
        assertThat(sample(Sampler.HEUN, DECAY, 2, 2)).isCloseTo(2 * second * second, within(1e-14));
        assertThat(sample(Sampler.MIDPOINT, DECAY, 2, 2)).isCloseTo(2 * second * second, within(1e-14));
        assertThat(sample(Sampler.RK4, DECAY, 2, 2)).isCloseTo(2 * fourth * fourth, within(1e-14));
    }

    @Test
    void sample_fieldOfTimeOnly_isTheMethodsQuadrature() {
        // dx/dt = t²: one step over [0, 1], x(0) = x(1) − quadrature
        VelocityField field = (x, t) -> torch.full_like(x, new Scalar(t * t));
        assertThat(sample(Sampler.EULER, field, 0, 1)).isCloseTo(-1, within(1e-14)); // right-hand rectangle
        assertThat(sample(Sampler.HEUN, field, 0, 1)).isCloseTo(-0.5, within(1e-14)); // trapezium (1 + 0) / 2
        assertThat(sample(Sampler.MIDPOINT, field, 0, 1)).isCloseTo(-0.25, within(1e-14)); // (1/2)²
        assertThat(sample(Sampler.RK4, field, 0, 1)).isCloseTo(-1.0 / 3, within(1e-14)); // Simpson, exact
        // two steps: Euler (1² + 0.5²) / 2; trapezium (1 + 2·0.25 + 0) / 4; midpoint (0.75² + 0.25²) / 2
        assertThat(sample(Sampler.EULER, field, 0, 2)).isCloseTo(-0.625, within(1e-14));
        assertThat(sample(Sampler.HEUN, field, 0, 2)).isCloseTo(-0.375, within(1e-14));
        assertThat(sample(Sampler.MIDPOINT, field, 0, 2)).isCloseTo(-0.3125, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"EULER, 1", "HEUN, 2", "MIDPOINT, 2", "RK4, 4"})
    void sample_halvedStep_dividesTheErrorByTwoToTheOrder(Sampler sampler, double order) {
        // dx/dt = −2tx + t: y = x − 1/2 solves dy/dt = −2ty,
        // so that x(0) = 1/2 + (x(1) − 1/2)·exp(1)
        VelocityField field = (x, t) -> x.mul(new Scalar(-2 * t)).add(new Scalar(t));
        double exact = 0.5 + 1.5 * Math.E;
        double coarse = Math.abs(sample(sampler, field, 2, 32) - exact);
        double fine = Math.abs(sample(sampler, field, 2, 64) - exact);
        assertThat(Math.log(coarse / fine) / Math.log(2)).isCloseTo(order, within(0.12));
        assertThat(fine).isLessThan(sampler == Sampler.EULER ? 0.1 : 1e-3);
    }

    @ParameterizedTest
    @EnumSource(value = Sampler.class, mode = EnumSource.Mode.EXCLUDE, names = "SDE")
    void sample_constantField_isExactWithAnyStepCount(Sampler sampler) {
        VelocityField field = (x, t) -> torch.full_like(x, new Scalar(3));
        for (int steps : new int[] {1, 2, 7, 10}) {
            assertThat(sample(sampler, field, 1, steps)).isCloseTo(-2, within(1e-14));
        }
    }

    @Test
    void sample_euler10_seesTheTimesFromOneToATenth() {
        List<Double> times = times(Sampler.EULER, 10);
        assertThat(times).hasSize(10);
        for (int k = 0; k < 10; k++) {
            assertThat(times.get(k)).isCloseTo(1 - k / 10.0, within(1e-15));
        }
        assertThat(times.getFirst()).isEqualTo(1);
    }

    @Test
    void sample_otherMethods_seeTheirStages() {
        assertThat(times(Sampler.HEUN, 2)).containsExactly(1.0, 0.5, 0.5, 0.0);
        assertThat(times(Sampler.MIDPOINT, 2)).containsExactly(1.0, 0.75, 0.5, 0.25);
        assertThat(times(Sampler.RK4, 2)).containsExactly(1.0, 0.75, 0.75, 0.5, 0.5, 0.25, 0.25, 0.0);
    }

    @Test
    void sample_batch_rowsAreIndependentAndNoiseIsLeftAlone() {
        Tensor noise = Tensors.of(new float[] {1, 2, -3, 0.5f}, 2, 2);
        Tensor out = new Sampling(Sampler.HEUN, 1).sample(DECAY, noise, 2); // 1 + 1 + 1/2 = 2.5 times
        assertThat(Tensors.floats(out)).containsExactly(2.5f, 5, -7.5f, 1.25f);
        assertThat(out.size(0)).isEqualTo(2);
        assertThat(Tensors.floats(noise)).containsExactly(1, 2, -3, 0.5f);
    }

    private static List<Double> times(Sampler sampler, int steps) {
        List<Double> times = new ArrayList<>();
        sample(sampler, (x, t) -> {
            times.add(t);
            return x;
        }, 1, steps);
        return times;
    }

    private static double sample(Sampler sampler, VelocityField field, double x, int steps) {
        Tensor noise = Tensors.of(new float[] {(float) x}, 1, 1).to(torch.ScalarType.Double);
        return Tensors.doubles(new Sampling(sampler, steps).sample(field, noise, 1))[0];
    }
}
