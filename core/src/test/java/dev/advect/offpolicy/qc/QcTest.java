package dev.advect.offpolicy.qc;

import dev.advect.io.StateDict;
import dev.advect.nn.Precision;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.Batch;
import dev.advect.offpolicy.CriticConfig;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.CriticEnsemble;
import dev.advect.offpolicy.Rivals;
import dev.advect.policy.StepwiseFlowPolicy;
import dev.advect.random.Rng;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class QcTest {
    private final Workers workers = new Workers(1);
    private final Batch batch = Rivals.batch();

    /** Draws chunks of two actions with the noise itself as the flow's chunks; Q is the second action where it is positive. */
    private static QcPolicy ofTwo(int samples) {
        StepwiseFlowPolicy flow = new StepwiseFlowPolicy(2, 1, 2, 1, 3, List.of(6), 2, 1, new Rng(6, 0));
        flow.parameters().values().segment().fill((byte) 0);
        CriticEnsemble critic = new CriticEnsemble(
                new CriticConfig(1, 1, List.of(1), false, 1e-3, 0, 1, PolicyValue.MIN, Precision.FLOAT32), 2, 2, new Rng(7, 0));
        // weights [1, 4, 1], bias, weight, bias
        critic.parameters().values().write(0, new float[] {0, 0, 0, 1, 0, 1, 0}, 0, 7);
        return new QcPolicy(flow, critic, samples, new Rng(8, 1));
    }

    @Test
    void act_chunks_isTheOneOfHighestValue() {
        QcPolicy policy = ofTwo(3);
        // two states, three chunks of two actions each
        Tensor z = Tensors.of(new float[] {0.9f, 0.1f, -0.3f, 0.4f, 0.8f, 0.2f, 0.5f, -0.5f, 0.7f, -3, -2, 5}, 2, 6);

        float[] actions = Tensors.floats(policy.act(0, Tensors.of(new float[4], 2, 2), z));

        assertThat(policy.noiseSize()).isEqualTo(6);
        assertThat(policy.chunk()).isEqualTo(2);
        assertThat(actions).containsExactly(-0.3f, 0.4f, -1, 1);
    }

    @Test
    void act_oneSample_isTheFlows() {
        StepwiseFlowPolicy flow = Rivals.flow(3, 1, 6);
        QcPolicy policy = new QcPolicy(flow, Rivals.critic(PolicyValue.MEAN), 1, new Rng(8, 1));
        Tensor s = batch.observation().tensor();
        Tensor z = Tensors.of(Tensors.normal(new Rng(2, 0), Rivals.ROWS), Rivals.ROWS, 1);

        float[] actions = Tensors.floats(policy.act(0, s, z));

        assertThat(actions).containsExactly(Tensors.floats(flow.toEnvironment(flow.act(0, s, z))), within(1e-6f));
    }

    @ParameterizedTest
    @CsvSource({"MEAN, 2", "MIN, 1", "SUBSET, 1"})
    void updateCritic_target_isRewardAndTheValueOfTheBestChunk(PolicyValue target, double slope) {
        // Q' = 1 · a and 3 · a for a ≥ 0, and the flow's actions are the noise
        Qc agent = Rivals.qc(Rivals.still(3), Rivals.proportional(PolicyValue.MEAN, 1, 3), 4, workers, target);
        float[] z = Tensors.normal(new Rng(9, 0), 4 * Rivals.ROWS);

        agent.updateCritic(batch);

        for (int i = 0; i < Rivals.ROWS; i++) {
            double best = 0;
            for (int j = 0; j < 4; j++) {
                best = Math.max(best, Math.min(1, z[4 * i + j]));
            }
            assertThat((double) batch.target().get(i))
                    .isCloseTo(batch.reward().get(i) + batch.discount().get(i) * slope * best, within(1e-5));
        }
    }

    /** The trained networks select, and the target networks value: here the former prefer low actions, the latter high ones. */
    @Test
    void nextValue_isTheTargetsValueOfTheTrainedNetworksChoice() {
        CriticEnsemble critic = Rivals.proportional(PolicyValue.MEAN, 1, 1);
        Qc agent = Rivals.qc(Rivals.still(3), critic, 4, workers, PolicyValue.MEAN);
        float[] z = Tensors.normal(new Rng(9, 0), 4 * Rivals.ROWS);
        agent.updateCritic(batch); // draws the noise
        critic.parameters().values().write(8, new float[] {-1, -1}, 0, 2); // weights of the trained networks' last layers
        StateDict state = new StateDict();
        critic.save(state);
        critic.load(state); // from here on they are used

        float[] values = Tensors.floats(agent.nextValue(0, 0, Rivals.ROWS, batch.next().tensor(), new int[] {0, 1}));

        for (int i = 0; i < Rivals.ROWS; i++) {
            // Q = −max(0, a) is highest for the first of the actions below 0, where Q' is 0; else for the lowest
            double lowest = 1;
            for (int j = 0; j < 4; j++) {
                lowest = Math.min(lowest, Math.max(0, z[4 * i + j]));
            }
            assertThat((double) values[i]).isCloseTo(lowest, within(1e-5));
        }
    }
}
