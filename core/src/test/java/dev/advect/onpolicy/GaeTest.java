package dev.advect.onpolicy;

import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** With γ = 0.9, λ = 0.5, r = (1, 2, 3), V = (0.5, 1, 1.5) and 2 after the last step, where nothing else is said. */
class GaeTest {
    private final float[] reward = {1, 2, 3};
    private final float[] discount = {0.9f, 0.9f, 0.9f};
    private final float[] truncated = new float[3];
    private final float[] value = {0.5f, 1, 1.5f};
    private final float[] target = new float[3];
    private final float[] advantage = new float[3];

    @Test
    void compute_plain_isTheRecursion() {
        compute(0.5);
        // δ = 1 + 0.9·1 − 0.5 = 1.4, 2 + 0.9·1.5 − 1 = 2.35, 3 + 0.9·2 − 1.5 = 3.3
        // G = 1.4 + 0.45·3.835 = 3.12575, 2.35 + 0.45·3.3 = 3.835, 3.3; vs = V + G
        check(target, 3.62575, 4.835, 4.8);
        // A = 1 + 0.9·4.835 − 0.5, 2 + 0.9·4.8 − 1, 3 + 0.9·2 − 1.5
        check(advantage, 4.8515, 5.32, 3.3);
    }

    @Test
    void compute_termination_neitherBootstrapsNorCarries() {
        discount[1] = 0;
        compute(0.5);
        // δ_1 = 2 − 1 = 1 = G_1, G_0 = 1.4 + 0.45·1 = 1.85
        check(target, 2.35, 2, 4.8);
        // A_0 = 1 + 0.9·2 − 0.5, A_1 = 2 − 1
        check(advantage, 2.3, 1, 3.3);
    }

    @Test
    void compute_truncation_carriesNoError_andTheStepBeforeBootstraps() {
        truncated[1] = 1;
        compute(0.5);
        // δ_1 = G_1 = A_1 = 0, vs_1 = V_1 = 1; G_0 = 1.4, A_0 = 1 + 0.9·1 − 0.5 = 1.4: the value of the last state
        check(target, 1.9, 1, 4.8);
        check(advantage, 1.4, 0, 3.3);
    }

    @Test
    void compute_lastStepTruncated_doesNotUseTheBootstrap() {
        truncated[2] = 1;
        compute(0.5);
        float[] targets = target.clone();
        float[] advantages = advantage.clone();
        Gae.compute(0, 3, reward, discount, truncated, value, 1e6f, 0.5, target, advantage);
        assertThat(target).containsExactly(targets);
        assertThat(advantage).containsExactly(advantages);
        // δ_1 = 2.35 = G_1, G_0 = 1.4 + 0.45·2.35 = 2.4575
        check(target, 2.9575, 3.35, 1.5);
        check(advantage, 1 + 0.9 * 3.35 - 0.5, 2.35, 0);
    }

    @Test
    void compute_lambda1_isTheDiscountedSumOfRewards() {
        compute(1);
        // 3 + 0.9·2 = 4.8; 2 + 0.9·4.8 = 6.32; 1 + 0.9·6.32 = 6.688
        check(target, 6.688, 6.32, 4.8);
        check(advantage, 6.688 - 0.5, 6.32 - 1, 4.8 - 1.5);
    }

    @Test
    void compute_lambda0_isOneStep() {
        compute(0);
        // r + γV': 1 + 0.9, 2 + 1.35, 3 + 1.8; the advantage looks one target further
        check(target, 1.9, 3.35, 4.8);
        check(advantage, 1 + 0.9 * 3.35 - 0.5, 2 + 0.9 * 4.8 - 1, 3.3);
    }

    @Test
    void compute_oneUnrollOfMany_leavesTheOthers() {
        float[] targets = {7, 7, 7, 7, 7};
        float[] advantages = {7, 7, 7, 7, 7};
        Gae.compute(1, 3, shifted(reward), shifted(discount), shifted(truncated), shifted(value), 2, 0.5, targets,
                advantages);
        check(targets, 7, 3.62575, 4.835, 4.8, 7);
        check(advantages, 7, 4.8515, 5.32, 3.3, 7);
    }

    @Test
    void compute_randomUnrolls_equalTheSumFormula() {
        Rng random = new Rng(4, 0);
        for (int trial = 0; trial < 200; trial++) {
            int steps = 1 + random.nextInt(12);
            double gamma = random.nextDouble();
            double lambda = random.nextDouble();
            float[] r = new float[steps];
            float[] g = new float[steps];
            float[] cut = new float[steps];
            float[] v = new float[steps + 1];
            for (int t = 0; t < steps; t++) {
                r[t] = (float) random.nextGaussian();
                v[t] = (float) random.nextGaussian();
                boolean terminated = random.nextInt(5) == 0;
                g[t] = terminated ? 0 : (float) gamma;
                cut[t] = !terminated && random.nextInt(5) == 0 ? 1 : 0;
            }
            v[steps] = (float) random.nextGaussian();
            float[] targets = new float[steps];
            float[] advantages = new float[steps];
            Gae.compute(0, steps, r, g, cut, v, v[steps], lambda, targets, advantages);
            for (int t = 0; t < steps; t++) {
                assertThat((double) targets[t]).isCloseTo(naiveTarget(t, r, g, cut, v, lambda), within(1e-5));
                double next = t + 1 < steps ? naiveTarget(t + 1, r, g, cut, v, lambda) : v[steps];
                double expected = cut[t] == 1 ? 0 : r[t] + g[t] * next - v[t];
                assertThat((double) advantages[t]).isCloseTo(expected, within(1e-5));
            }
        }
    }

    /** V_t + Σ_k (Π_{t≤j<t+k} γ_j·λ)·δ_{t+k}, up to the first step that is cut off. */
    private static double naiveTarget(int t, float[] r, float[] g, float[] cut, float[] v, double lambda) {
        double sum = v[t];
        double weight = 1;
        for (int k = t; k < r.length && cut[k] == 0; k++) {
            sum += weight * (r[k] + g[k] * v[k + 1] - v[k]);
            weight *= g[k] * lambda;
        }
        return sum;
    }

    private void compute(double lambda) {
        Gae.compute(0, 3, reward, discount, truncated, value, 2, lambda, target, advantage);
    }

    private static float[] shifted(float[] values) {
        float[] out = {9, 9, 9, 9, 9};
        System.arraycopy(values, 0, out, 1, 3);
        return out;
    }

    private static void check(float[] actual, double... expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("step " + i).isCloseTo(expected[i], within(1e-6));
        }
    }
}
