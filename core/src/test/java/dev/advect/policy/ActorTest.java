package dev.advect.policy;

import dev.advect.nn.HostTensor;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ActorTest {
    /** A linear policy: mean = s, std = softplus(0) + 0.001 = 0.694147. */
    private final GaussianPolicy policy = new GaussianPolicy(1, 1, List.of(1), 1, new Rng(1, 0));

    ActorTest() {
        // hidden = SiLU(w·s), which is w·s for large w·s; times 1/w
        policy.parameters().values().write(0, new float[] {1000, 0, 0.001f, 0, 0, 0}, 0, 6);
        try (HostTensor seen = new HostTensor(2, 1)) {
            seen.write(0, new float[] {1, 5}, 0, 2);
            policy.norm().observe(seen.segment(), 2);
        }
        policy.norm().refresh(); // mean 3, std 2
    }

    @Test
    void act_squashesAndNormalises() {
        float[] actions = new float[2];
        float[] observations = {5, 4};
        try (Actor actor = new Actor(policy, 0, 2, true)) {
            actor.act(observations, new float[] {0, 1}, actions);
            // normalised 1 and 0.5: tanh(1), tanh(0.5 + 0.694147)
            assertThat(actions).containsExactly(new float[] {0.7615942f, 0.8318606f}, within(1e-5f));
            assertThat(observations).containsExactly(5, 4);
            actor.act(observations, new float[2], actions);
            assertThat(actions).containsExactly(new float[] {0.7615942f, 0.4621172f}, within(1e-5f));
        }
    }

    @Test
    void act_withoutNormaliser_takesObservationsAsTheyAre() {
        float[] actions = new float[1];
        try (Actor actor = new Actor(policy, 0, 1, false)) {
            actor.act(new float[] {0.25f}, new float[1], actions);
        }
        assertThat(actions[0]).isEqualTo(0.2449187f, within(1e-5f));
    }
}
