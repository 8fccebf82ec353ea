package dev.advect.policy;

import dev.advect.flow.Sampler;
import dev.advect.flow.Sampling;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class DenoisingTest {

    @Test
    void paths_goFromTheNoiseToTheActions() {
        float[] observations = {0.3f, -1, 2, 0.5f};
        float[] noise = {1, -2, 0.5f, 0};
        float[] actions = new float[4];
        try (FlowPolicy policy = new FlowPolicy(2, 2, List.of(8), 4, 0.25, new Sampling(Sampler.HEUN, 3), 1, new Rng(1, 0));
                Actor actor = new Actor(policy, new Acting(true, 0), 2, 1)) {
            actor.act(observations, noise, actions);

            float[][] paths = Denoising.paths(policy, true, observations, noise);

            assertThat(paths).hasNumberOfRows(4);
            assertThat(paths[0]).containsExactly(noise);
            for (int i = 0; i < 4; i++) {
                assertThat(Math.tanh(paths[3][i])).isEqualTo(actions[i], within(1e-5));
            }
        }
    }
}
