package dev.advect.onpolicy;

import dev.advect.io.StateDict;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ColoredNoiseTest {

    @Test
    void next_oneProcess_isTheRecursionOfItsNormals() {
        ColoredNoise noise = new ColoredNoise(new double[] {0.6}, new double[] {1}, 1, 1);
        Rng random = new Rng(3, 0);
        Rng same = new Rng(3, 0);
        double first = same.nextGaussian();
        double second = 0.6 * first + 0.8 * same.nextGaussian(); // √(1 − 0.36) = 0.8
        double third = 0.6 * second + 0.8 * same.nextGaussian();
        assertThat(next(noise, random)).isEqualTo((float) first);
        assertThat(next(noise, random)).isEqualTo((float) second);
        assertThat(next(noise, random)).isEqualTo((float) third);
    }

    @Test
    void next_twoProcesses_areAddedByTheRootsOfTheirShares() {
        // shares 9 : 16 are weights 0.36 and 0.64
        ColoredNoise noise = new ColoredNoise(new double[] {0, 0.8}, new double[] {9, 16}, 1, 1);
        Rng random = new Rng(4, 0);
        Rng same = new Rng(4, 0);
        double fast = same.nextGaussian();
        double slow = same.nextGaussian();
        assertThat(next(noise, random)).isEqualTo((float) (0.6 * fast + 0.8 * slow));
        fast = same.nextGaussian();
        slow = 0.8 * slow + 0.6 * same.nextGaussian();
        assertThat(next(noise, random)).isEqualTo((float) (0.6 * fast + 0.8 * slow), within(1e-6f));
    }

    @Test
    void correlation_isTheWeightedSumOfPowers() {
        ColoredNoise one = new ColoredNoise(new double[] {0.5}, new double[] {7}, 1, 1);
        assertThat(autocorrelation(one, 0)).isCloseTo(1, within(1e-12));
        assertThat(autocorrelation(one, 3)).isCloseTo(0.125, within(1e-12));
        ColoredNoise two = new ColoredNoise(new double[] {0, 0.5}, new double[] {1, 3}, 1, 1);
        assertThat(autocorrelation(two, 0)).isCloseTo(1, within(1e-12));
        assertThat(autocorrelation(two, 1)).isCloseTo(0.375, within(1e-12));
        assertThat(autocorrelation(two, 2)).isCloseTo(0.1875, within(1e-12));
        // exponent 1: equal weights, a twelfth of Σ exp(−τ/T), T = 1/4, 1/2, … 512
        ColoredNoise pink = ColoredNoise.ofExponent(1, 1, 1);
        double sum = 0;
        for (double time : new double[] {0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512}) {
            sum += Math.exp(-10 / time) / 12;
        }
        assertThat(autocorrelation(pink, 10)).isCloseTo(sum, within(1e-12));
        assertThat(autocorrelation(pink, 1)).isCloseTo(0.722, within(0.0005));
        assertThat(autocorrelation(ColoredNoise.ofExponent(0.5, 1, 1), 1)).isCloseTo(0.364, within(0.0005));
    }

    /** By the Fourier sum of the correlations, S(f) = 1 + 2·Σ r(τ)·cos(2πfτ). */
    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 0.75, 1})
    void spectrum_fallsByTheExponent(double beta) {
        ColoredNoise noise = ColoredNoise.ofExponent(beta, 1, 1);
        for (double f = 1.0 / 500; f < 1.0 / 8; f *= 2) {
            double slope = Math.log(spectrum(noise, 2 * f) / spectrum(noise, f)) / Math.log(2);
            assertThat(slope).isCloseTo(-beta, within(0.15));
        }
    }

    /** The autocorrelation of the noise at a lag of some steps. */
    private static double autocorrelation(ColoredNoise noise, int steps) {
        double sum = 0;
        for (int k = 0; k < noise.decay.length; k++) {
            sum += noise.weight[k] * noise.weight[k] * Math.pow(noise.decay[k], steps);
        }
        return sum;
    }

    private static double spectrum(ColoredNoise noise, double frequency) {
        double sum = 1;
        for (int steps = 1; steps < 10_000; steps++) {
            sum += 2 * autocorrelation(noise, steps) * Math.cos(2 * Math.PI * frequency * steps);
        }
        return sum;
    }

    /**
     * Over many environments, tolerances of four standard errors: a mean's is 1/√n, a variance's √(2/n), a
     * correlation's (1 − r²)/√n.
     */
    @ParameterizedTest
    @CsvSource({"0.3, 0", "0.7, 0", "0, 0.5", "0, 1"})
    void next_everyStep_isStandardNormal_andCorrelatedAsSaid(double correlation, double color) {
        int n = 10_000;
        Loop loop = new Loop();
        loop.envs = n;
        loop.noiseCorrelation = correlation;
        loop.noiseColor = color;
        ColoredNoise noise = Objects.requireNonNull(ColoredNoise.of(loop.build(), 2));
        Rng random = new Rng(5, 0);
        int steps = 21;
        float[][] values = new float[steps][2 * n];
        float[] out = new float[2];
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < n; i++) {
                noise.next(i, random, out);
                values[t][i] = out[0];
                values[t][n + i] = out[1];
            }
        }
        double error = 4 / Math.sqrt(2 * n);
        for (int t : new int[] {0, 1, 20}) {
            assertThat(product(values[t], ones(2 * n))).isCloseTo(0, within(error));
            assertThat(product(values[t], values[t])).isCloseTo(1, within(Math.sqrt(2) * error));
        }
        for (int lag : new int[] {1, 2, 10}) {
            double expected = autocorrelation(noise, lag);
            assertThat(product(values[10], values[10 + lag])).isCloseTo(expected, within(2 * error));
        }
        // components know nothing of each other, nor do environments
        double[] apart = {0, 0};
        for (int i = 0; i < n; i++) {
            apart[0] += (double) values[20][i] * values[20][n + i] / n;
            apart[1] += (double) values[20][i] * values[20][(i + 1) % n] / n;
        }
        assertThat(apart[0]).isCloseTo(0, within(4 / Math.sqrt(n)));
        assertThat(apart[1]).isCloseTo(0, within(4 / Math.sqrt(n)));
    }

    @Test
    void of_white_isNone() {
        assertThat(ColoredNoise.of(new Loop().build(), 2)).isNull();
    }

    @Test
    void restart_drawsAnew() {
        ColoredNoise noise = new ColoredNoise(new double[] {0.99}, new double[] {1}, 2, 1);
        Rng random = new Rng(6, 0);
        noise.next(0, random, new float[1]);
        noise.next(1, random, new float[1]);
        noise.restart(0);
        double fresh = new Rng(6, 1).nextGaussian();
        assertThat(next(noise, new Rng(6, 1))).isEqualTo((float) fresh);
        float[] carried = new float[1];
        noise.next(1, new Rng(6, 1), carried);
        assertThat(carried[0]).isNotEqualTo((float) fresh);
    }

    @Test
    void load_ofWhatWasSaved_goesOnBitForBit() {
        ColoredNoise noise = ColoredNoise.ofExponent(0.5, 3, 2);
        Rng random = new Rng(7, 0);
        float[] one = new float[2];
        for (int i = 0; i < 5; i++) {
            noise.next(i % 2, random, one);
        }
        StateDict state = new StateDict();
        noise.save(state);
        long[] generator = random.state();
        float[] other = new float[2];
        ColoredNoise again = ColoredNoise.ofExponent(0.5, 3, 2);
        again.load(state);
        Rng same = new Rng(0, 0);
        same.restore(generator);
        for (int i = 0; i < 9; i++) { // the third has not begun when it is saved
            noise.next(i % 3, random, one);
            again.next(i % 3, same, other);
            assertThat(other).containsExactly(one);
        }
    }

    private static float next(ColoredNoise noise, Rng random) {
        float[] out = new float[1];
        noise.next(0, random, out);
        return out[0];
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum / a.length;
    }

    private static float[] ones(int n) {
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
