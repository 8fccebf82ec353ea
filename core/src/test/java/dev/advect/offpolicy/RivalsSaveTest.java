package dev.advect.offpolicy;

import dev.advect.io.StateDict;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.ibrl.IbrlConfig.Selection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class RivalsSaveTest {
    private static Agent agent(String algo, Workers workers) {
        int n = workers.count();
        return switch (algo) {
            case "rlpd" -> Rivals.rlpd(Rivals.policy(n), Rivals.critic(PolicyValue.MEAN), workers, true);
            case "calql" -> Rivals.calQl(Rivals.policy(n), Rivals.critic(PolicyValue.MIN), workers, true);
            case "fql" -> Rivals.fql(Rivals.flow(1, n, 8), Rivals.flow(3, n, 6), Rivals.critic(PolicyValue.MEAN), workers, true,
                    PolicyValue.MEAN);
            case "qc" -> Rivals.qc(Rivals.flow(3, n, 6), Rivals.critic(PolicyValue.SUBSET), 4, workers, PolicyValue.SUBSET);
            default -> Rivals.ibrl(
                    Rivals.ibrlPolicy(Rivals.critic(PolicyValue.MIN), Selection.SOFT, 0.5, n), workers, 0.5);
        };
    }

    private static void learn(Agent agent, Batch batch) {
        for (int i = 0; i < 3; i++) {
            agent.updateCritic(batch);
            agent.updatePolicy(batch);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rlpd", "calql", "ibrl", "fql", "qc"})
    void load_whatWasSaved_continuesBitForBit(String algo) {
        try (Workers workers = new Workers(2);
                Batch batch = Rivals.batch();
                Agent first = agent(algo, workers);
                Agent second = agent(algo, workers)) {
            for (int i = 0; i < 3; i++) {
                first.pretrain(batch);
            }
            learn(first, batch);

            StateDict state = new StateDict();
            first.save(state);
            second.load(state);
            first.drainMetrics();
            learn(first, batch);
            learn(second, batch);

            assertThat(second.policy().parameters().values().toArray())
                    .containsExactly(first.policy().parameters().values().toArray());
            assertThat(second.drainMetrics()).isEqualTo(first.drainMetrics());
        }
    }
}
