package dev.advect.nn;

import dev.advect.io.StateDict;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AdamTest {
    private static final double UNBOUNDED = Double.POSITIVE_INFINITY;

    private final Parameters parameters = parameters(1, -2);
    private final Adam adam = new Adam(parameters);

    @Test
    void step_threeTimes_equalsHandComputedNumbers() {
        // t = 1: m̂ = g and v̂ = g², so that θ moves by η·sign(g)
        assertThat(step(parameters, adam, 0.5f, -1, UNBOUNDED)).isCloseTo(Math.sqrt(1.25), within(1e-6));
        check(0.9, -1.9);
        // t = 2, first:  m = 0.9·0.05 − 0.1·0.25 = 0.02            m̂ = 0.02 / (1 − 0.81) = 0.10526316
        //                v = 0.999·0.00025 + 0.001·0.0625 = 0.00031225, v̂ = v / (1 − 0.998001) = 0.15620310
        //                θ = 0.9 − 0.1·0.10526316 / √0.15620310 = 0.87336630
        //       second:  m = −0.09 + 0.1 = 0.01, m̂ = 0.05263158, v̂ = 0.001999 / 0.001999 = 1, θ = −1.90526316
        step(parameters, adam, -0.25f, 1, UNBOUNDED);
        check(0.87336630, -1.90526316);
        // t = 3, first:  m̂ = 0.018 / 0.271 = 0.06642066, v̂ = 0.00031193775 / 0.002997001 = 0.10408330
        //                θ = 0.87336630 − 0.1·0.06642066 / 0.32261944 = 0.85277837
        //       second:  m̂ = 0.009 / 0.271 = 0.03321033, v̂ = 0.001997001 / 0.002997001 = 0.66633311
        //                θ = −1.90526316 − 0.1·0.03321033 / 0.81629229 = −1.90933159
        step(parameters, adam, 0, 0, UNBOUNDED);
        check(0.85277837, -1.90933159);
    }

    @Test
    void step_gradientLongerThanTheBound_isScaledToIt() {
        // |(3, 4)| = 5; bound 1 leaves (0.6, 0.8): m = 0.1·g, v = 0.001·g²
        assertThat(step(parameters, adam, 3, 4, 1)).isCloseTo(5, within(1e-6));
        assertThat(moments("first_moment")).containsExactly(new float[] {0.06f, 0.08f}, within(1e-7f));
        assertThat(moments("second_moment")).containsExactly(new float[] {0.00036f, 0.00064f}, within(1e-9f));
    }

    @Test
    void step_gradientWithinTheBound_isLeftAlone() {
        assertThat(step(parameters, adam, 3, 4, 5.001)).isCloseTo(5, within(1e-6));
        assertThat(moments("first_moment")).containsExactly(new float[] {0.3f, 0.4f}, within(1e-7f));
    }

    @Test
    void step_zeroGradient_movesNothing() {
        assertThat(step(parameters, adam, 0, 0, 1)).isZero();
        check(1, -2);
    }

    @Test
    void step_gradientNotFinite_changesNothing() {
        step(parameters, adam, 0.5f, -1, UNBOUNDED);
        StateDict before = saved(adam);
        float[] values = parameters.values().toArray();
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThat(Double.isFinite(step(parameters, adam, 1, bad, 1))).isFalse();
            assertThat(parameters.values().toArray()).containsExactly(values);
            StateDict after = saved(adam);
            assertThat(after.floats("first_moment")).containsExactly(before.floats("first_moment"));
            assertThat(after.floats("second_moment")).containsExactly(before.floats("second_moment"));
            assertThat(after.longs("steps")).containsExactly(1);
        }
        step(parameters, adam, -0.25f, 1, UNBOUNDED);
        check(0.87336630, -1.90526316);
    }

    @Test
    void load_ofASavedState_continuesBitForBit() {
        step(parameters, adam, 0.5f, -1, UNBOUNDED);
        step(parameters, adam, 0.3f, 7, 1);
        Parameters copy = parameters(parameters.values().get(0), parameters.values().get(1));
        Adam other = new Adam(copy);
        step(copy, other, 100, 100, UNBOUNDED); // a past of its own, to be forgotten
        copy.values().write(0, parameters.values().toArray(), 0, 2);
        other.load(saved(adam));
        for (int i = 0; i < 5; i++) {
            step(parameters, adam, 0.1f * i, -0.7f, 1);
            step(copy, other, 0.1f * i, -0.7f, 1);
            assertThat(copy.values().toArray()).containsExactly(parameters.values().toArray());
        }
        assertThat(saved(other).longs("steps")).containsExactly(7);
    }

    @Test
    void step_ofManyNumbers_isThatOfTheDefinition_howeverManyThreadsThereAre() {
        int n = 101; // whole vectors and a rest, in one part as well as in three
        Parameters alone = new Parameters(List.of(new Parameters.Slot("w", n)), 1);
        Parameters shared = new Parameters(List.of(new Parameters.Slot("w", n)), 1);
        double[] theta = new double[n];
        double[] m = new double[n];
        double[] v = new double[n];
        try (Workers workers = new Workers(3); Adam one = new Adam(alone); Adam three = new Adam(shared)) {
            for (int t = 1; t <= 20; t++) {
                float[] g = Tensors.normal(new Rng(8, t), n);
                alone.gradient().write(0, g, 0, n);
                shared.gradient().write(0, g, 0, n);
                one.step(0.01, UNBOUNDED);
                three.step(workers, 0.01, UNBOUNDED);
                for (int i = 0; i < n; i++) {
                    m[i] = 0.9 * m[i] + 0.1 * g[i];
                    v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
                    theta[i] -= 0.01 * m[i] / (1 - Math.pow(0.9, t))
                            / (Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            assertThat((double) alone.values().get(i)).isCloseTo(theta[i], within(1e-6));
        }
        assertThat(shared.values().toArray()).containsExactly(alone.values().toArray());
    }

    private static Parameters parameters(float first, float second) {
        Parameters parameters = new Parameters(List.of(new Parameters.Slot("w", 2)), 1);
        parameters.values().write(0, new float[] {first, second}, 0, 2);
        return parameters;
    }

    private static double step(Parameters parameters, Adam adam, float first, float second, double maxNorm) {
        parameters.gradient().write(0, new float[] {first, second}, 0, 2);
        return adam.step(0.1, maxNorm);
    }

    private void check(double first, double second) {
        assertThat((double) parameters.values().get(0)).isCloseTo(first, within(3e-7));
        assertThat((double) parameters.values().get(1)).isCloseTo(second, within(3e-7));
    }

    private float[] moments(String name) {
        return saved(adam).floats(name, 2);
    }

    private static StateDict saved(Adam adam) {
        StateDict state = new StateDict();
        adam.save(state);
        return state;
    }
}
