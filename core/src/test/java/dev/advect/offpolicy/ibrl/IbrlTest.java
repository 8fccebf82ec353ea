package dev.advect.offpolicy.ibrl;

import dev.advect.env.TinyEnv;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.nn.torch.HostTensor;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.Rivals;
import dev.advect.offpolicy.ibrl.IbrlConfig.Selection;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class IbrlTest {
    private final Workers workers = new Workers(1);
    private final Batch batch = Rivals.batch();

    private static boolean[] prefers(Selection selection, float own, float imitated, float... z) {
        IbrlPolicy policy = Rivals.ibrlPolicy(Rivals.proportional(PolicyValue.MIN, 1, 1), selection, 0, 1);
        int n = z.length;
        float[] ones = new float[n];
        Arrays.fill(ones, 1);
        Tensor s = Tensors.of(new float[2 * n], n, 2);
        float[] chosen = Tensors.floats(policy.prefersImitation(s, Tensors.of(ones, n, 1).mul(Tensors.of(new float[] {own}, 1)),
                Tensors.of(ones, n, 1).mul(Tensors.of(new float[] {imitated}, 1)), Tensors.of(z, n), new int[] {0, 1})
                .to(torch.ScalarType.Float));
        boolean[] result = new boolean[n];
        for (int i = 0; i < n; i++) {
            result[i] = chosen[i] != 0;
        }
        return result;
    }

    @Test
    void selection_soft_followsTheLogisticFunction() {
        // β·(0.6 − 0.5) = 1, and a logistic function of 1 is 0.731 = Φ(0.616)
        assertThat(prefers(Selection.SOFT, 0.5f, 0.6f, 0, -0.61f, -0.62f, 5)).containsExactly(true, true, false, true);
        assertThat(prefers(Selection.SOFT, 0.6f, 0.5f, 0, 0.61f, 0.62f, -5)).containsExactly(false, false, true, false);
    }

    @Test
    void selection_greedy_takesTheHigherValue() {
        assertThat(prefers(Selection.GREEDY, 0.5f, 0.6f, -5)).containsExactly(true);
        assertThat(prefers(Selection.GREEDY, 0.6f, 0.5f, 5)).containsExactly(false);
        assertThat(prefers(Selection.ACTOR, 0.5f, 0.6f, 5)).containsExactly(false);
    }

    /** The preset selects softly, but what was never cloned is not selected. */
    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1"})
    void policy_withoutPreTraining_neverImitates(int updates, int imitated) {
        IbrlSettings settings = (IbrlSettings) ConfigYaml.with(Presets.of("cpu", Algorithm.IBRL, "tiny"), Map.of(
                "loop.pretrainUpdates", Integer.toString(updates))).algorithm();
        try (IbrlPolicy policy = settings.policy(TinyEnv.SPEC, 1, 1)) {
            Tensor s = Tensors.of(new float[2], 1, 2);
            Tensor a = Tensors.of(new float[settings.loop().chunk()], 1, settings.loop().chunk());
            // of two equal values, with Φ(9) = 1: the imitation's, if it counts at all
            boolean prefers = policy.prefersImitation(s, a, a, Tensors.of(new float[] {9}, 1), new int[] {0, 1}).item_bool();
            assertThat(prefers).isEqualTo(imitated == 1);
        }
    }

    @Test
    void explore_beyondTheBounds_isCutOffAndKeepsItsGradient() {
        Tensor a = Tensors.of(new float[] {0.5f, 0.9f}, 2, 1).requires_grad_(true);

        Tensor out = IbrlPolicy.explore(a, Tensors.of(new float[] {0.2f, 0.3f}, 2, 1));
        out.sum().backward();

        assertThat(Tensors.floats(out)[0]).isCloseTo(0.7f, offset(1e-6f));
        assertThat(Tensors.floats(out)[1]).isCloseTo(1, offset(2e-6f)).isLessThan(1);
        assertThat(Tensors.floats(a.grad())).containsExactly(1, 1);
    }

    @Test
    void act_zeroNumbers_isTheBetterOfTheTwo() {
        IbrlPolicy policy = Rivals.ibrlPolicy(Rivals.proportional(PolicyValue.MIN, 1, 1), Selection.SOFT, 0, 1);
        policy.parameters().values().segment().fill((byte) 0);
        HostTensor imitation = policy.imitation().parameters().values();
        imitation.segment().fill((byte) 0);
        imitation.set(imitation.size() - 1, 1); // its action is tanh(1) everywhere, the actor's 0
        Tensor s = batch.observation().tensor();
        Tensor zeros = Tensors.of(new float[2 * Rivals.ROWS], Rivals.ROWS, 2);

        policy.actWith(0.1, new int[] {0, 1}, false);
        float[] better = Tensors.floats(policy.act(0, s, zeros));
        policy.parameters().values().set(policy.parameters().size() - 1, 2); // now the actor's is tanh(2)
        float[] own = Tensors.floats(policy.act(0, s, zeros));
        policy.actWith(0.1, new int[] {0, 1}, true);
        float[] imitated = Tensors.floats(policy.act(0, s, zeros));

        assertThat(better).containsOnly((float) Math.tanh(1));
        assertThat(own[0]).isCloseTo((float) Math.tanh(2), offset(1e-6f));
        assertThat(imitated).containsOnly((float) Math.tanh(1));
    }

    @Test
    void cloningLoss_zeroNetwork_isTheMeanSquareOfTheActions() {
        IbrlPolicy policy = Rivals.ibrlPolicy(Rivals.proportional(PolicyValue.MIN, 1, 1), Selection.SOFT, 0, 1);
        policy.imitation().parameters().values().segment().fill((byte) 0);
        Ibrl agent = Rivals.ibrl(policy, workers, 0);

        // (0.25 + 0.25 + 0.0625 + 1 + 0) / 5
        assertThat(agent.validate(batch)).isCloseTo(0.3125, offset(1e-6));
    }

    @Test
    void pretrain_manyTimes_clonesTheActions() {
        Ibrl agent = Rivals.ibrl(Rivals.ibrlPolicy(Rivals.proportional(PolicyValue.MIN, 1, 1), Selection.SOFT, 0, 1), workers, 0);
        double before = agent.validate(batch);

        for (int i = 0; i < 300; i++) {
            agent.pretrain(batch);
        }

        assertThat(agent.validate(batch)).isLessThan(0.2 * before);
    }

    @Test
    void losses_gradients_areThoseOfDifferences() {
        IbrlPolicy policy = Rivals.ibrlPolicy(Rivals.critic(PolicyValue.MIN), Selection.SOFT, 0.5, 1);
        Ibrl agent = Rivals.ibrl(policy, workers, 0.5);
        agent.updatePolicy(batch); // draws masks and noise
        int[] subset = {0, 1};

        Rivals.assertGradient(policy.parameters(), () ->
                agent.actorLoss(policy.parameters().replica(0), batch, 0, Rivals.ROWS, subset));
        Rivals.assertGradient(policy.imitation().parameters(), () -> agent.cloningLoss(
                policy.imitation().parameters().replica(0), batch, 0, Rivals.ROWS, List.of()));
    }

    @Test
    void nextValue_afterCloning_isThatOfTheChosenAction() {
        IbrlPolicy policy = Rivals.ibrlPolicy(Rivals.proportional(PolicyValue.MIN, 1, 1), Selection.GREEDY, 0, 1);
        Ibrl agent = Rivals.ibrl(policy, workers, 0);
        agent.pretrain(batch);
        HostTensor imitation = policy.imitation().parameters().values();
        imitation.segment().fill((byte) 0);
        imitation.set(imitation.size() - 1, 2); // far above what noise makes of an action near 0
        policy.parameters().values().segment().fill((byte) 0);
        double[] imitated = new double[1];

        float[] values = Tensors.floats(agent.nextValue(
                0, 0, Rivals.ROWS, batch.next().tensor(), new int[] {0, 1}, new int[] {0, 1}, imitated));

        assertThat(values).containsOnly((float) Math.tanh(2));
        assertThat(imitated[0]).isEqualTo(Rivals.ROWS);
    }

    @Test
    void policyChanged_theTargetActorIsTheActor() {
        IbrlPolicy policy = Rivals.ibrlPolicy(Rivals.proportional(PolicyValue.MIN, 1, 1), Selection.SOFT, 0, 1);
        Ibrl agent = Rivals.ibrl(policy, workers, 0);
        policy.parameters().values().segment().fill((byte) 0);
        policy.parameters().values().set(policy.parameters().size() - 1, 1); // its action is tanh(1) everywhere

        agent.policyChanged();

        double[] imitated = new double[1];
        assertThat(Tensors.floats(agent.nextValue(
                0, 0, Rivals.ROWS, batch.next().tensor(), new int[] {0, 1}, new int[] {0, 1}, imitated)))
                .containsOnly((float) Math.tanh(1));
    }

    @Test
    void noise_falls_inAStraightLine() {
        IbrlConfig config = new IbrlConfig(
                List.of(6), 0, 1e-2, 0.1, List.of(6), 0, 1e-2, 0, 1, 0.1, 10, 0.3, Selection.SOFT, 10);

        assertThat(config.noise(0)).isEqualTo(1);
        assertThat(config.noise(5)).isCloseTo(0.55, offset(1e-12));
        assertThat(config.noise(50)).isEqualTo(0.1);
    }
}
