package dev.advect.train;

import dev.advect.data.Demonstrations;
import dev.advect.env.TinyEnv;
import dev.advect.policy.Acting;
import dev.advect.policy.GaussianPolicy;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class DemonstrationRolloutTest {
    private static Demonstrations random(int episodes, long seed) {
        try (DemonstrationRollout rollout = new DemonstrationRollout(TinyEnv::new, null, new Acting(false, 0), episodes, seed, true)) {
            return rollout.run();
        }
    }

    @Test
    void run_random_episodesAreWhole() {
        Demonstrations all = random(37, 5);

        assertThat(all.episodes()).isEqualTo(37);
        for (int episode = 0; episode < 37; episode++) {
            int last = all.end(episode) - 1;
            assertThat(all.observation()[2 * all.starts()[episode] + 1]).isZero(); // the step of the episode
            assertThat(all.terminated()[last] || all.truncated()[last]).isTrue();
            for (int i = all.starts()[episode]; i <= last; i++) {
                float a = all.action()[i];
                assertThat(a).isBetween(-1f, 1f);
                assertThat(all.reward()[i]).isCloseTo(-(a - 0.5f) * (a - 0.5f), offset(1e-6f));
                assertThat(all.nextObservation()[2 * i + 1]).isEqualTo(all.observation()[2 * i + 1] + 1);
            }
        }
    }

    @Test
    void run_sameSeed_isTheSame() {
        assertThat(random(3, 1).action()).containsExactly(random(3, 1).action()).isNotEqualTo(random(3, 2).action());
    }

    @Test
    void run_policy_takesItsCentralActions() {
        GaussianPolicy policy = new GaussianPolicy(2, 1, List.of(4), 1, new Rng(1, 0));
        policy.parameters().values().segment().fill((byte) 0);
        policy.parameters().values().set(policy.parameters().size() - 2, 0.3f); // the mean's bias

        try (DemonstrationRollout rollout = new DemonstrationRollout(TinyEnv::new, policy, new Acting(true, 0), 2, 1, false)) {
            assertThat(rollout.run().action()).containsOnly((float) Math.tanh(0.3f));
        }
        policy.close();
    }
}
