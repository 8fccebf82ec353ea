package dev.advect.offpolicy;

import dev.advect.env.TinyEnv;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.io.StateDict;
import dev.advect.nn.Precision;
import dev.advect.nn.Workers;
import dev.advect.offpolicy.CriticConfig.PolicyValue;
import dev.advect.offpolicy.swfp.SwfpSettings;
import dev.advect.offpolicy.swfp.SwfpValues;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class OffPolicyLearnerTest {
    private static final int ROWS = 8;
    private static final OffPolicyConfig LOOP = new OffPolicyConfig(4, 8, ROWS, 1, 1, 0, 10_000, 256, 1, 1, 0.5, 1, true, 0, 0,
            "", 0.5, 0, 0, NonFinite.ERROR);
    private static final CriticConfig CRITIC =
            new CriticConfig(3, 2, List.of(6), true, 1e-3, 0, 0.1, PolicyValue.MEAN, Precision.FLOAT32);

    private static void giveWeights(Policy policy) {
        Rng random = new Rng(6, 6);
        for (long i = 0; i < policy.parameters().size(); i++) {
            policy.parameters().values().set(i, (float) (0.5 * random.nextGaussian()));
        }
    }

    @Test
    void prepare_swfp_theFirstPolicyUpdateIsThatOfTheGivenWeights() {
        SwfpSettings swfp = new SwfpSettings(LOOP, CRITIC, new SwfpValues().build());
        try (Workers workers = new Workers(1);
                Batch batch = new Batch(ROWS, 2, 1, 1);
                OffPolicyLearner prepared = swfp.learner(TinyEnv::new, TinyEnv.SPEC, workers, 3, null);
                OffPolicyLearner loaded = swfp.learner(TinyEnv::new, TinyEnv.SPEC, workers, 3, null)) {
            RandomFill.fill(batch.observation(), new Rng(7, 7));
            giveWeights(loaded.policy());
            float[] given = loaded.policy().parameters().values().toArray();
            StateDict state = new StateDict();
            loaded.agent().save(state);
            loaded.agent().load(state); // reads all weights anew

            prepared.prepare(OffPolicyLearnerTest::giveWeights);

            prepared.agent().updatePolicy(batch);
            loaded.agent().updatePolicy(batch);
            assertThat(prepared.policy().parameters().values().toArray())
                    .containsExactly(loaded.policy().parameters().values().toArray()).isNotEqualTo(given);
        }
    }
}
