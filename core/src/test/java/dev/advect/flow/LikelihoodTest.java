package dev.advect.flow;

import dev.advect.nn.Tensors;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** Against flows whose densities are known. */
class LikelihoodTest {
    private static final AffineFlow FLOW =
            new AffineFlow(new double[][] {{0.75, -0.5}, {0.25, 1.25}}, new double[] {0.5, -1});
    private static final AffineFlow OTHER =
            new AffineFlow(new double[][] {{0.875, -0.5}, {0.125, 1.25}}, new double[] {0.375, -0.875});

    @ParameterizedTest
    @CsvSource({"RK4, 10, 1e-4", "RK4, 40, 1e-6", "HEUN, 100, 2e-3", "MIDPOINT, 100, 2e-3", "EULER, 400, 0.3"})
    void logDensity_affineFlow_isThatOfTheGaussian(Sampler solver, int steps, double tolerance) {
        float[] points = Tensors.normal(new Rng(1, 0), 20);
        double[] found = Tensors.doubles(new Likelihood(solver, steps, 0).logDensity(FLOW.field(), wide(points, 2)));
        for (int i = 0; i < 10; i++) {
            double[] x = {points[2 * i], points[2 * i + 1]};
            assertThat(found[i]).isCloseTo(FLOW.logDensity(x), within(tolerance));
        }
    }

    @Test
    void draw_isWhatTheSamplerMakes_withItsDensity() {
        float[] noise = Tensors.normal(new Rng(2, 0), 20);
        Likelihood likelihood = Likelihood.of(2, 20);
        Likelihood.Points points = likelihood.sample(FLOW.field(), wide(noise, 2));
        double[] x = Tensors.doubles(points.x());
        double[] sampled = Tensors.doubles(new Sampling(Sampler.RK4, 20).sample(FLOW.field(), wide(noise, 2), 2));
        assertThat(x).containsExactly(sampled, within(1e-12));
        double[] density = Tensors.doubles(points.logDensity());
        for (int i = 0; i < 10; i++) {
            assertThat(density[i]).isCloseTo(FLOW.logDensity(new double[] {x[2 * i], x[2 * i + 1]}), within(1e-5));
        }
        assertThat(Tensors.doubles(likelihood.logDensity(FLOW.field(), points.x())))
                .containsExactly(density, within(1e-5));
    }

    @Test
    void logDensity_nonlinearField_integratesToOne() {
        // dx/dt = sin(2x) + t in one dimension: nothing is known of it but that its density has the mass 1
        VelocityField field = (x, t) -> x.mul(new Scalar(2)).sin().add(new Scalar(t));
        int n = 1201;
        float[] grid = new float[n];
        for (int i = 0; i < n; i++) {
            grid[i] = -6 + 12f * i / (n - 1);
        }
        double[] density = Tensors.doubles(Likelihood.of(1, 20).logDensity(field, wide(grid, 1)));
        double mass = 0;
        for (double log : density) {
            mass += Math.exp(log) * 12 / (n - 1);
        }
        assertThat(mass).isCloseTo(1, within(1e-4));
    }

    @Test
    void hutchinson_oneDimension_isExact_andManyProbesComeNear() {
        VelocityField field = (x, t) -> x.mul(new Scalar(2)).sin().add(new Scalar(t));
        Tensor x = wide(Tensors.normal(new Rng(3, 0), 6), 1);
        assertThat(Tensors.doubles(new Likelihood(Sampler.RK4, 10, 1).logDensity(field, x))).containsExactly(
                Tensors.doubles(new Likelihood(Sampler.RK4, 10, 0).logDensity(field, x)), within(1e-12));
        // zᵀAz = tr A ± (a₁₂ + a₂₁): off by a quarter with one probe, by 0.25 / √500 with 500
        Tensor points = wide(Tensors.normal(new Rng(4, 0), 20), 2);
        double[] exact = Tensors.doubles(new Likelihood(Sampler.RK4, 10, 0).logDensity(FLOW.field(), points));
        double[] one = Tensors.doubles(new Likelihood(Sampler.RK4, 10, 1).logDensity(FLOW.field(), points));
        double[] many = Tensors.doubles(new Likelihood(Sampler.RK4, 10, 500).logDensity(FLOW.field(), points));
        for (int i = 0; i < 10; i++) {
            assertThat(Math.abs(one[i] - exact[i])).isCloseTo(0.25, within(1e-6));
            assertThat(many[i]).isCloseTo(exact[i], within(0.05));
        }
        assertThat(Tensors.doubles(new Likelihood(Sampler.RK4, 10, 1).logDensity(FLOW.field(), points)))
                .containsExactly(one);
    }

    @Test
    void logDensity_fieldWithoutX_isThatOfTheShiftedNoise() {
        VelocityField drift = (x, t) -> torch.full_like(x, new Scalar(3));
        double[] found = Tensors.doubles(Likelihood.of(1, 1).logDensity(drift, wide(new float[] {-2.5f}, 1)));
        assertThat(found[0]).isCloseTo(-0.5 * 0.25 - 0.5 * Math.log(2 * Math.PI), within(1e-12));
    }

    @Test
    void of_manyDimensions_estimatesTheTrace() {
        assertThat(Likelihood.of(32, 4).probes()).isZero();
        assertThat(Likelihood.of(33, 4).probes()).isEqualTo(8);
        assertThatThrownBy(() -> new Likelihood(Sampler.SDE, 4, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void entropy_affineFlow_isThatOfTheGaussian() {
        Tensor noise = wide(Tensors.normal(new Rng(5, 0), 8000), 2);
        Estimate entropy = MonteCarlo.entropy(Likelihood.of(2, 8), FLOW.field(), noise, false);
        assertThat(entropy.mean()).isCloseTo(FLOW.entropy(), within(4 * entropy.standardError()));
        assertThat(entropy.standardError()).isLessThan(0.02);
    }

    @Test
    void entropy_squashed_isThatOfTanh() {
        // noise itself: h(tanh z) = h(z) + E log(1 − tanh² z), by quadrature
        double expected = 0.5 * (1 + Math.log(2 * Math.PI));
        for (double z = -9; z < 9; z += 0.001) {
            expected += 0.001 * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * Math.log1p(-Math.pow(Math.tanh(z), 2));
        }
        VelocityField still = (x, t) -> torch.zeros_like(x);
        Tensor noise = wide(Tensors.normal(new Rng(6, 0), 20_000), 1);
        Estimate entropy = MonteCarlo.entropy(Likelihood.of(1, 1), still, noise, true);
        assertThat(entropy.mean()).isCloseTo(expected, within(4 * entropy.standardError()));
        assertThat(expected).isLessThan(Math.log(2)); // that of the uniform distribution on [-1, 1]
    }

    @Test
    void divergence_affineFlows_isThatOfTheGaussians() {
        double expected = FLOW.divergence(OTHER);
        Tensor noise = wide(Tensors.normal(new Rng(7, 0), 8000), 2);
        Estimate divergence = MonteCarlo.divergence(Likelihood.of(2, 8), FLOW.field(), OTHER.field(), noise);
        assertThat(expected).isBetween(0.05, 0.2);
        assertThat(divergence.mean()).isCloseTo(expected, within(4 * divergence.standardError()));
        assertThat(divergence.standardError()).isLessThan(0.05 * expected);
        assertThat(MonteCarlo.divergence(Likelihood.of(2, 8), FLOW.field(), FLOW.field(), noise).mean())
                .isCloseTo(0, within(1e-6));
    }

    private static Tensor wide(float[] values, int d) {
        return Tensors.of(values, values.length / d, d).to(torch.ScalarType.Double);
    }
}
