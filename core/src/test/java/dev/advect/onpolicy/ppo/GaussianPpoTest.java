package dev.advect.onpolicy.ppo;

import dev.advect.nn.DoubleMlp;
import dev.advect.nn.Tensors;
import dev.advect.onpolicy.Surrogate;
import dev.advect.onpolicy.ppo.PpoConfig.Deviation;
import dev.advect.policy.GaussianPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GaussianPpoTest {
    private static final int ROWS = 5;
    private static final int S = 3;
    private static final int D = 2;
    private static final PpoConfig CONFIG = new PpoConfig(0.2, 0.05, Deviation.STATE);

    private final Rng random = new Rng(8, 0);
    private final float[] states = Tensors.normal(random, ROWS * S);
    private final float[] actions = Tensors.normal(random, ROWS * D);
    private final float[] draws = Tensors.normal(random, ROWS * D);

    @Test
    void evaluate_logLikelihood_equalsTheClosedForm() {
        GaussianPpo ppo = constant(0.5f, -1, 0, 2);
        Tensor statistic = ppo.evaluate(0, Tensors.of(new float[S], 1, S),
                Tensors.of(new float[] {1.5f, 0}, 1, 2), Tensors.of(new float[2], 1, 2)).statistic();
        // std = ln 2 + 0.001 = 0.694147 and ln(1 + e²) + 0.001 = 2.127928:
        // −(1/0.694147)²/2 − ln 0.694147 − 0.918939 = −1.037681 + 0.365071 − 0.918939 = −1.591548
        // −(1/2.127928)²/2 − ln 2.127928 − 0.918939 = −0.110422 − 0.755149 − 0.918939 = −1.784509
        assertThat(statistic.size(1)).isEqualTo(1);
        assertThat(statistic.item_double()).isCloseTo(-1.591548 - 1.784509, within(1e-5));
    }

    @Test
    void evaluate_entropy_averagesToThatOfTheSquashedGaussian() {
        // a wide one, mean 0.4, std 1.5: most of the squashed mass lies near ±1, its entropy is below ln 2
        float raw = (float) Math.log(Math.expm1(1.499));
        GaussianPpo ppo = constant(0.4f, 0, raw, raw);
        int n = 20_000;
        float[] noise = new float[n * 2];
        for (int i = 0; i < n; i++) {
            noise[2 * i] = (float) random.nextGaussian();
            noise[2 * i + 1] = noise[2 * i];
        }
        Tensor entropy = Objects.requireNonNull(ppo.evaluate(0, Tensors.of(new float[n * S], n, S),
                Tensors.of(new float[2 * n], n, 2), Tensors.of(noise, n, 2)).entropy());
        assertThat(entropy.numel()).isEqualTo(n);
        // the standard deviation of the estimate is about 2.6 in the sum: 5 / √20000 · 2.6 = 0.09
        assertThat(entropy.mean().item_double())
                .isCloseTo(entropyOfSquashed(0.4, 1.5) + entropyOfSquashed(0, 1.5), within(0.09));
    }

    /** −∫ p(y)·ln p(y) dy over y = tanh(x), by the midpoint rule in x. */
    private static double entropyOfSquashed(double mean, double std) {
        double h = 1e-3;
        double sum = 0;
        for (double x = mean - 10 * std + h / 2; x < mean + 10 * std; x += h) {
            double z = (x - mean) / std;
            double density = Math.exp(-z * z / 2) / (std * Math.sqrt(2 * Math.PI));
            double jacobian = 1 / (Math.cosh(x) * Math.cosh(x));
            sum -= density * Math.log(density / jacobian) * h;
        }
        return sum;
    }

    @Test
    void loss_gradient_equalsFiniteDifferences_entropyIncluded() {
        GaussianPpo ppo = ppo(new Rng(5, 0));
        double[] parameters = Tensors.widen(ppo.policy().parameters().values().toArray());
        float[] old = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            old[row] = (float) (logLikelihood(parameters, row) + 0.2 * random.nextGaussian());
        }
        float[] advantages = {1, -1, 0.5f, -2, 1.5f};
        Surrogate.Loss loss = ppo.loss(ppo.evaluate(0, Tensors.of(states, ROWS, S), Tensors.of(actions, ROWS, D),
                Tensors.of(draws, ROWS, D)), Tensors.of(old, ROWS, 1), Tensors.of(advantages, ROWS));
        ppo.policy().parameters().zeroGradients();
        loss.sum().backward();
        ppo.policy().parameters().sumGradients();

        ToDoubleFunction<double[]> total = moved -> {
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double ratio = Math.exp(logLikelihood(moved, row) - old[row]);
                double a = advantages[row];
                sum -= Math.min(ratio * a, Math.clamp(ratio, 0.8, 1.2) * a) + 0.05 * entropy(moved, row);
            }
            return sum;
        };
        assertThat(loss.sum().item_double()).isCloseTo(total.applyAsDouble(parameters), within(1e-5));
        double[] expected = DoubleMlp.gradient(total, parameters);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(Tensors.widen(ppo.policy().parameters().gradient().toArray()))
                .containsExactly(expected, within(1e-5 * largest));
        assertThat(loss.ratio().numel()).isEqualTo(ROWS);
    }

    /** The deviation is the biases' alone: the weights above them are zero and have no gradient. */
    @Test
    void loss_sharedDeviation_gradientEqualsFiniteDifferencesOfTheBiases() {
        GaussianPpo ppo = new GaussianPpo(new GaussianPolicy(S, D, List.of(6), true, 1, new Rng(5, 0)), CONFIG);
        double[] parameters = Tensors.widen(ppo.policy().parameters().values().toArray());
        int bias = parameters.length - 2 * D;
        for (int at = bias - 6 * D; at < bias; at++) {
            assertThat(parameters[at]).isZero();
        }
        assertThat(parameters[bias - 6 * D - 1]).isNotZero();
        float[] old = new float[ROWS];
        for (int row = 0; row < ROWS; row++) {
            old[row] = (float) (logLikelihood(parameters, row) + 0.1 * random.nextGaussian());
            assertThat(distribution(parameters, row, 0)[1]).isCloseTo(0.694147, within(1e-6));
        }
        float[] advantages = {1, -1, 0.5f, -2, 1.5f};
        Surrogate.Loss loss = ppo.loss(ppo.evaluate(0, Tensors.of(states, ROWS, S), Tensors.of(actions, ROWS, D),
                Tensors.of(draws, ROWS, D)), Tensors.of(old, ROWS, 1), Tensors.of(advantages, ROWS));
        ppo.policy().parameters().zeroGradients();
        loss.sum().backward();
        ppo.policy().parameters().sumGradients();
        double[] expected = DoubleMlp.gradient(moved -> {
            double sum = 0;
            for (int row = 0; row < ROWS; row++) {
                double ratio = Math.exp(logLikelihood(moved, row) - old[row]);
                double a = advantages[row];
                sum -= Math.min(ratio * a, Math.clamp(ratio, 0.8, 1.2) * a) + 0.05 * entropy(moved, row);
            }
            return sum;
        }, parameters);
        Arrays.fill(expected, bias - 6 * D, bias, 0);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertThat(Tensors.widen(ppo.policy().parameters().gradient().toArray()))
                .containsExactly(expected, within(1e-5 * largest));
        assertThat(Math.abs(expected[bias + D])).isGreaterThan(1e-3 * largest);
    }

    @Test
    void draw_isNoiseForEveryAction() {
        GaussianPpo ppo = ppo(new Rng(5, 0));
        assertThat(ppo.drawSize()).isEqualTo(D);
        assertThat(ppo.statisticSize()).isEqualTo(1);
        float[] out = new float[D];
        ppo.draw(new Rng(3, 0), out);
        Rng same = new Rng(3, 0);
        assertThat(out).containsExactly((float) same.nextGaussian(), (float) same.nextGaussian());
        assertThat(ppo.productsPerStep()).isEqualTo(S * 6 + 6 * 2 * D);
    }

    private static GaussianPpo ppo(Rng weights) {
        return new GaussianPpo(new GaussianPolicy(S, D, List.of(6), 1, weights), CONFIG);
    }

    /** With the same mean and raw deviation in every state. */
    private static GaussianPpo constant(float... last) {
        GaussianPpo ppo = ppo(new Rng(5, 0));
        ppo.policy().parameters().values().segment().fill((byte) 0);
        ppo.policy().parameters().values().write(ppo.policy().parameters().size() - 4, last, 0, 4);
        return ppo;
    }

    private double logLikelihood(double[] parameters, int row) {
        double sum = 0;
        for (int j = 0; j < D; j++) {
            double[] pi = distribution(parameters, row, j);
            double z = (actions[row * D + j] - pi[0]) / pi[1];
            sum += -z * z / 2 - Math.log(pi[1]) - 0.5 * Math.log(2 * Math.PI);
        }
        return sum;
    }

    private double entropy(double[] parameters, int row) {
        double sum = 0;
        for (int j = 0; j < D; j++) {
            double[] pi = distribution(parameters, row, j);
            double fresh = pi[0] + pi[1] * draws[row * D + j];
            sum += 0.5 * Math.log(2 * Math.PI * Math.E) + Math.log(pi[1]) + Math.log1p(-Math.pow(Math.tanh(fresh), 2));
        }
        return sum;
    }

    private double[] distribution(double[] parameters, int row, int j) {
        double[] out = new DoubleMlp(S, 6, 2 * D).forward(
                parameters, Tensors.widen(Arrays.copyOfRange(states, row * S, row * S + S)));
        return new double[] {out[j], Math.log1p(Math.exp(out[D + j])) + 1e-3};
    }
}
