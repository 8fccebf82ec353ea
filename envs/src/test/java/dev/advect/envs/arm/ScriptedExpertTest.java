package dev.advect.envs.arm;

import dev.advect.envs.Expert;
import dev.advect.random.Rng;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ScriptedExpertTest {

    /** Every one of a few episodes succeeds, well within the time limit. */
    @ParameterizedTest
    @CsvSource({"lift, 5, 100", "can, 5, 200", "can-shifted, 2, 250", "square, 5, 250", "transport, 2, 550"})
    void act_fewEpisodes_allSucceed(String name, int episodes, int limit) {
        try (Episode episode = new Episode(name, 0)) {
            Expert expert = episode.env.newExpert();
            for (int e = 0; e < episodes; e++) {
                episode.env.reset(new Rng(21, e), episode.observation);
                expert.begin();
                int t = 0;
                while (!episode.env.succeeded() && t++ < limit) {
                    expert.act(episode.action);
                    for (float component : episode.action) {
                        assertThat(component).isBetween(-1f, 1f);
                    }
                    episode.steps(1);
                }
                assertThat(episode.env.succeeded()).as("episode %d", e).isTrue();
            }
        }
    }
}
