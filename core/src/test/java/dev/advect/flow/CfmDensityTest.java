package dev.advect.flow;

import dev.advect.nn.Tensors;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CfmDensityTest {
    private static final int D = 2;
    private static final int ACTIONS = 1500;
    private static final int DRAWS = 64;

    /** The best velocity of actions that are N(mean, std²) in every dimension. */
    private static VelocityField gaussian(double mean, double std) {
        return (x, t) -> {
            double variance = t * t + (1 - t) * (1 - t) * std * std;
            double slope = (t - (1 - t) * std * std) / variance;
            return x.sub(new Scalar((1 - t) * mean)).mul(new Scalar(slope)).sub(new Scalar(mean));
        };
    }

    @Test
    void term_handComputed() {
        // (1 − 1/4)/(1/4)·(1/8)·(3/(1/16 + 9/16) − 2) = 3/8·(4.8 − 2)
        assertThat(CfmDensity.term(0.25, 0.125, 3, 2)).isCloseTo(1.05, within(1e-12));
        assertThat(CfmDensity.term(1, 0.125, 3, 2)).isZero();
        assertThat(CfmDensity.term(0, 1, 3, 2)).isCloseTo(200, within(1e-9));
        assertThat(CfmDensity.logDensity(2, 1.5)).isCloseTo(1.5 - 1 - Math.log(2 * Math.PI), within(1e-12));
    }

    @Test
    void logDensity_bestVelocity_isUnbiased_andSoIsTheLogRatio() {
        Likelihood likelihood = Likelihood.of(D, 20);
        VelocityField old = gaussian(0.7, 0.4);
        VelocityField now = gaussian(0.75, 0.38);
        Likelihood.Points points = likelihood.sample(
                old, Tensors.of(Tensors.normal(new Rng(1, 0), ACTIONS * D), ACTIONS, D));
        double[] cheap = cheap(old, points, 2);
        double[] exact = Tensors.widen(Tensors.floats(points.logDensity()));
        double[] cheapRatio = difference(cheap(now, points, 2), cheap);
        double[] ratio = difference(Tensors.widen(Tensors.floats(likelihood.logDensity(now, points.x()))), exact);

        Estimate bias = Estimate.of(difference(cheap, exact));
        assertThat(bias.mean()).isCloseTo(0, within(4 * bias.standardError() + 0.02));
        assertThat(bias.standardError()).isLessThan(0.03);
        Estimate ratioBias = Estimate.of(difference(cheapRatio, ratio));
        assertThat(ratioBias.mean()).isCloseTo(0, within(4 * ratioBias.standardError() + 0.002));
        // its slope on the exact one
        double product = 0;
        double square = 0;
        for (int i = 0; i < ACTIONS; i++) {
            product += cheapRatio[i] * ratio[i];
            square += ratio[i] * ratio[i];
        }
        assertThat(product / square).isCloseTo(1, within(0.1));
    }

    @Test
    void logDensity_otherVelocity_isBiased() {
        // an affine field makes a Gaussian, too, but is not the best velocity of it
        VelocityField field = new AffineFlow(new double[][] {{0.75, -0.5}, {0.25, 1.25}}, new double[] {0.5, -1}).field();
        VelocityField single = (x, t) -> field.velocity(x.to(torch.ScalarType.Double), t).to(torch.ScalarType.Float);
        Likelihood.Points points = Likelihood.of(D, 20).sample(
                single, Tensors.of(Tensors.normal(new Rng(1, 0), ACTIONS * D), ACTIONS, D));
        Estimate bias = Estimate.of(difference(
                cheap(single, points, 2), Tensors.widen(Tensors.floats(points.logDensity()))));
        assertThat(bias.mean()).isLessThan(-0.4);
    }

    /** The estimate with uniform times, in equal intervals. */
    private static double[] cheap(VelocityField field, Likelihood.Points points, long seed) {
        float[] a = Tensors.floats(points.x());
        double[] terms = new double[ACTIONS];
        Rng random = new Rng(seed, 0);
        for (int k = 0; k < DRAWS; k++) {
            double t = (k + 0.5) / DRAWS;
            float[] noise = Tensors.normal(random, ACTIONS * D);
            float[] xt = new float[noise.length];
            for (int i = 0; i < xt.length; i++) {
                xt[i] = (float) (t * noise[i] + (1 - t) * a[i]);
            }
            float[] v = Tensors.floats(field.velocity(Tensors.of(xt, ACTIONS, D), t));
            for (int i = 0; i < ACTIONS; i++) {
                double squaredNoise = 0;
                double error = 0;
                for (int j = i * D; j < i * D + D; j++) {
                    squaredNoise += noise[j] * noise[j];
                    error += Math.pow(v[j] - (noise[j] - a[j]), 2);
                }
                terms[i] += CfmDensity.term(t, 1.0 / DRAWS, squaredNoise, error);
            }
        }
        for (int i = 0; i < ACTIONS; i++) {
            terms[i] = CfmDensity.logDensity(D, terms[i]);
        }
        return terms;
    }

    private static double[] difference(double[] x, double[] y) {
        double[] out = new double[x.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = x[i] - y[i];
        }
        return out;
    }
}
