package dev.advect.offpolicy.fql;

import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.Rivals;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class FqlTest {
    private static final int[] BOTH = {0, 1};

    private final Workers workers = new Workers(1);
    private final Batch batch = Rivals.batch();

    /** The numbers that an agent draws first, as its noise. */
    private static float[] drawn() {
        return Tensors.normal(new Rng(9, 0), Rivals.ROWS);
    }

    private static double clipped(double x) {
        return Math.clamp(x, -1, 1);
    }

    @ParameterizedTest
    @CsvSource({"MEAN, 2", "MIN, 1", "SUBSET, 1"})
    void updateCritic_target_isRewardAndTheValueOfThePolicysClippedAction(PolicyValue target, double slope) {
        // Q' = 1 · a and 3 · a for a ≥ 0, and μ(s', z') = z'
        Fql agent = Rivals.fql(Rivals.still(1), Rivals.still(3), Rivals.proportional(PolicyValue.MEAN, 1, 3), workers, false, target);
        float[] z = drawn();

        agent.updateCritic(batch);

        for (int i = 0; i < Rivals.ROWS; i++) {
            double value = slope * Math.max(0, clipped(z[i]));
            assertThat((double) batch.target().get(i))
                    .isCloseTo(batch.reward().get(i) + batch.discount().get(i) * value, within(1e-5));
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void loss_ofPolicyAndFlowThatKeepTheNoise_byHand(boolean normalize) {
        StepwiseFlowPolicy policy = Rivals.still(1);
        StepwiseFlowPolicy flow = Rivals.still(3);
        Fql agent = Rivals.fql(policy, flow, Rivals.proportional(PolicyValue.MEAN, 1, 3), workers, normalize, PolicyValue.MEAN);
        agent.updatePolicy(batch); // draws the noise, and takes a step, which is undone
        policy.parameters().values().segment().fill((byte) 0);
        flow.parameters().values().segment().fill((byte) 0);
        float[] z = drawn();
        double distance = 0;
        double value = 0;
        for (float number : z) {
            // μ(s, z) = z is taught the flow's clipped z, and Q = 2 · a for a ≥ 0
            distance += Math.pow(number - clipped(number), 2) / Rivals.ROWS;
            value += 2 * Math.max(0, clipped(number)) / Rivals.ROWS;
        }
        // the mean of |Q| over the data's actions 0.5, −0.5, 0.25, 1 and 0
        double scale = normalize ? 2 * (0.5 + 0.25 + 1) / 5 : 1;
        double[] distances = new double[1];

        double loss = agent.loss(0, policy.block(0).frozen(), batch, 0, Rivals.ROWS, BOTH, distances).item_double();

        assertThat(distances[0]).isCloseTo(distance, within(1e-5));
        assertThat(loss).isCloseTo(2 * distance - value / scale, within(1e-5));
    }

    @Test
    void loss_gradient_isThatOfDifferences() {
        StepwiseFlowPolicy policy = Rivals.flow(1, 1, 8);
        Fql agent = Rivals.fql(policy, Rivals.flow(3, 1, 6), Rivals.critic(PolicyValue.MEAN), workers, true, PolicyValue.MEAN);
        agent.updatePolicy(batch); // draws the noise

        Rivals.assertGradient(policy.block(0),
                () -> agent.loss(0, policy.block(0).replica(0), batch, 0, Rivals.ROWS, BOTH, new double[1]));
    }

    @Test
    void updatePolicy_withoutValue_thePolicyComesNearTheFlow() {
        Fql agent = Rivals.fql(Rivals.flow(1, 1, 8), Rivals.flow(3, 1, 6), Rivals.constant(0), workers, false, PolicyValue.MEAN);
        agent.updatePolicy(batch);
        double before = agent.drainMetrics().getOrDefault("fql/distillation", Double.NaN);

        for (int i = 0; i < 300; i++) {
            agent.updatePolicy(batch);
        }
        agent.drainMetrics();
        for (int i = 0; i < 20; i++) {
            agent.updatePolicy(batch);
        }

        assertThat(agent.drainMetrics().get("fql/distillation")).isLessThan(0.3 * before);
    }
}
