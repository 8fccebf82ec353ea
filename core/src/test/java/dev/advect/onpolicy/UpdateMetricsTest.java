package dev.advect.onpolicy;

import dev.advect.env.VectorEnv.Episodes;
import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class UpdateMetricsTest {

    @Test
    void summary_ofTwoMinibatches_equalsHandComputedNumbers() {
        UpdateMetrics metrics = new UpdateMetrics();
        metrics.add(new UpdateMetrics.Part[] {part(1, 2, 0.9f, 1.1f), part(3, 5, 1, 1.3f)}, 0.5, 2);
        metrics.policyNorm(2);
        metrics.valueNorm(4);
        // only the ratio 0.7 contributes to the mean of ρ − 1 − log ρ: (0.7 − 1 − ln 0.7) / 4
        assertThat(metrics.add(new UpdateMetrics.Part[] {part(2, 2, 1, 1), part(0, -1, 0.7f, 1)}, 1.5, 2))
                .isCloseTo((-0.3 + 0.35667494) / 4, within(1e-7));
        metrics.policyNorm(Double.NaN);
        metrics.valueNorm(6);
        Map<String, Double> summary = metrics.summary(new Episodes(4, 10, 50, 1, Map.of("door", 3L)));
        check(summary, "episode/return", 2.5);
        check(summary, "episode/length", 12.5);
        check(summary, "episode/done/door", 0.75);
        check(summary, "episode/count", 4);
        check(summary, "episode/non_finite", 1);
        check(summary, "policy/loss", 2 * 4 / 4.0);
        check(summary, "policy/entropy", 3 * 4 / 4.0);
        check(summary, "policy/ratio_mean", (0.9 + 1.1 + 1 + 1.3 + 1 + 1 + 0.7 + 1) / 8);
        check(summary, "policy/ratio_min", 0.7);
        check(summary, "policy/ratio_max", 1.3);
        check(summary, "policy/clip_fraction", 2 / 8.0); // 1.3 and 0.7, with a clip of 0.2
        check(summary, "policy/grad_norm", 1); // (2 + 0) / 2: a norm that is not finite is counted as skipped
        check(summary, "update/skipped", 1);
        check(summary, "value/grad_norm", 5);
        check(summary, "value/mean", (1 + 3 + 2 + 0) / 4.0);
        // errors 1, 2, 0, −1: mean square 1.5
        check(summary, "value/error", Math.sqrt(1.5));
        // targets 2, 5, 2, −1: mean 2, variance (0 + 9 + 0 + 9) / 4 = 4.5
        check(summary, "value/explained", 1 - 1.5 / 4.5);
        check(summary, "value/advantage_std", 1);
    }

    @Test
    void summary_noEpisodeEnded_saysNothingOfReturns() {
        UpdateMetrics metrics = new UpdateMetrics();
        metrics.add(new UpdateMetrics.Part[] {part(1, 1, 1, 1)}, 1, 1);
        assertThat(metrics.summary(new Episodes(0, 0, 0, 0))).doesNotContainKeys("episode/return", "episode/length")
                .containsEntry("episode/count", 0.0)
                .containsEntry("value/explained", 0.0); // the targets do not vary
    }

    @Test
    void add_minibatchWithoutPolicy_countsForTheValueOnly() {
        UpdateMetrics metrics = new UpdateMetrics();
        metrics.add(new UpdateMetrics.Part[] {part(1, 2, 1, 1)}, 1, 1);
        metrics.policyNorm(3);
        UpdateMetrics.Part part = new UpdateMetrics.Part();
        part.value(5, 2, 1);
        assertThat(metrics.add(new UpdateMetrics.Part[] {part}, 1, 1)).isZero();
        Map<String, Double> summary = metrics.summary(new Episodes(0, 0, 0, 0));
        check(summary, "policy/loss", 2);
        check(summary, "policy/grad_norm", 3);
        check(summary, "value/mean", 3);
    }

    @Test
    void value_weight0_doesNotCountAsError() {
        UpdateMetrics metrics = new UpdateMetrics();
        UpdateMetrics.Part part = new UpdateMetrics.Part();
        part.ratio(1, 0, 0.2);
        part.value(1, 100, 0);
        part.value(1, 3, 1);
        metrics.add(new UpdateMetrics.Part[] {part}, 1, 2);
        check(metrics.summary(new Episodes(0, 0, 0, 0)), "value/error", Math.sqrt(2));
    }

    /** One row: value, target and two ratios; loss 2, entropy 3. */
    private static UpdateMetrics.Part part(float value, float target, float... ratios) {
        UpdateMetrics.Part part = new UpdateMetrics.Part();
        part.value(value, target, 1);
        for (float ratio : ratios) {
            part.ratio(ratio, Math.log(ratio), 0.2);
        }
        part.policyLoss(2);
        part.entropy(3);
        return part;
    }

    private static void check(Map<String, Double> summary, String key, double expected) {
        assertThat(summary).containsKey(key);
        assertThat(summary.getOrDefault(key, Double.NaN)).as(key).isCloseTo(expected, within(1e-6));
    }
}
