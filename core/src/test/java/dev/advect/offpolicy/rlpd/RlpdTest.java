package dev.advect.offpolicy.rlpd;

import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.MetricAccumulator;
import dev.advect.offpolicy.Rivals;
import dev.advect.offpolicy.SacActor;
import dev.advect.offpolicy.Temperature;
import dev.advect.policy.TanhGaussianPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

public class RlpdTest {
    private final Workers workers = new Workers(1);
    private final Batch batch = Rivals.batch();

    /** log π(tanh(ε)) of a policy with mean 0 and deviation 1. */
    public static double logProbability(double epsilon) {
        double a = Math.tanh(epsilon);
        return -epsilon * epsilon / 2 - 0.5 * Math.log(2 * Math.PI) - Math.log(1 - a * a);
    }

    @Test
    void nextValue_constantCritic_isTheConstantAndTheEntropy() {
        int[] both = {0, 1};
        Rlpd plain = Rivals.rlpd(Rivals.standard(), Rivals.constant(3), workers, false);
        Rlpd soft = Rivals.rlpd(Rivals.standard(), Rivals.constant(3), workers, true);
        plain.updateCritic(batch); // draws the noise
        soft.updateCritic(batch);
        Rng random = new Rng(9, 0);

        float[] hard = Tensors.floats(plain.nextValue(0, Rivals.ROWS, batch.next().tensor(), both));
        float[] values = Tensors.floats(soft.nextValue(0, Rivals.ROWS, batch.next().tensor(), both));

        assertThat(hard).containsOnly(3);
        for (float value : values) {
            double expected = 3 - 0.5 * logProbability((float) random.nextGaussian());
            assertThat((double) value).isCloseTo(expected, offset(1e-5));
        }
    }

    @Test
    void updateCritic_target_isRewardAndDiscountedValue() {
        Rlpd agent = Rivals.rlpd(Rivals.standard(), Rivals.constant(3), workers, false);

        agent.updateCritic(batch);

        for (int i = 0; i < Rivals.ROWS; i++) {
            assertThat(batch.target().get(i)).isCloseTo(batch.reward().get(i) + 3 * batch.discount().get(i), offset(1e-5f));
        }
    }

    @Test
    void policyLoss_constantCritic_isWhatIsReckonedByHand() {
        TanhGaussianPolicy policy = Rivals.standard();
        SacActor actor = new SacActor(
                policy, Rivals.constant(3), workers, Rivals.ROWS, 1e-30, new Temperature(0.5, 0, 0));
        actor.update(batch, new Rng(1, 0), new MetricAccumulator()); // draws the noise

        double entropy = 0;
        for (int i = 0; i < Rivals.ROWS; i++) {
            entropy -= logProbability(actor.noise().get(i)) / Rivals.ROWS;
        }
        double[] sums = new double[1];
        double loss = actor.loss(0, 0, Rivals.ROWS, batch, new int[] {0, 1}, sums).item_double();
        assertThat(loss).isCloseTo(-0.5 * entropy - 3, offset(1e-5));
        assertThat(sums[0]).isCloseTo(-entropy * Rivals.ROWS, offset(1e-4));
    }

    @Test
    void policyLoss_gradient_isThatOfDifferences() {
        TanhGaussianPolicy policy = Rivals.policy(1);
        SacActor actor = new SacActor(policy, Rivals.critic(PolicyValue.MEAN), workers, Rivals.ROWS, 1e-3,
                new Temperature(0.5, 0, 0));
        actor.update(batch, new Rng(1, 0), new MetricAccumulator()); // draws the noise

        Rivals.assertGradient(policy.parameters(),
                () -> actor.loss(0, 0, Rivals.ROWS, batch, new int[] {0, 1}, new double[1]));
    }
}
