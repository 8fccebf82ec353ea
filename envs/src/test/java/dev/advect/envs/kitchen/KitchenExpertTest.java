package dev.advect.envs.kitchen;

import dev.advect.envs.Expert;
import dev.advect.random.Rng;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class KitchenExpertTest {

    /** Every one of a few episodes succeeds within the steps that it usually takes and half as many again. */
    @ParameterizedTest
    @CsvSource({
        "kitchen-microwave, 3, 70", "kitchen-kettle, 3, 40", "kitchen-bottom-burner, 3, 60", "kitchen-top-burner, 3, 60",
        "kitchen-light-switch, 3, 100", "kitchen-slide-cabinet, 3, 55", "kitchen-hinge-cabinet, 2, 150",
        "kitchen-complete, 1, 250", "kitchen-mixed, 1, 250"
    })
    void act_fewEpisodes_allSucceed(String name, int episodes, int limit) {
        try (Episode episode = new Episode(name, 0)) {
            Expert expert = episode.env.newExpert();
            for (int e = 0; e < episodes; e++) {
                episode.env.reset(new Rng(21, e), episode.observation);
                expert.begin();
                int t = 0;
                double total = 0;
                while (!episode.env.succeeded() && t++ < limit) {
                    expert.act(episode.action);
                    for (float component : episode.action) {
                        assertThat(component).isBetween(-1f, 1f);
                    }
                    episode.step();
                    total += episode.step.reward;
                }
                assertThat(episode.env.succeeded()).as("episode %d", e).isTrue();
                assertThat(episode.step.terminated).isTrue();
                assertThat(total).isEqualTo(episode.env.spec().milestones().size());
            }
        }
    }
}
