package dev.advect.envs.calvin;

import dev.advect.envs.Expert;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CalvinExpertTest {

    /** One episode of each task succeeds, with reward 1, within a third of the time. */
    @Test
    void act_everyTask_succeeds() {
        for (CalvinGoal goal : CalvinGoals.all()) {
            try (Episode episode = new Episode("calvin-" + goal.name(), 21)) {
                Expert expert = episode.env.newExpert();
                expert.begin();
                int t = 0;
                while (!episode.env.succeeded() && t++ < 120) {
                    expert.act(episode.action);
                    for (float component : episode.action) {
                        assertThat(component).isBetween(-1f, 1f);
                    }
                    episode.step();
                }
                assertThat(episode.env.succeeded()).as(goal.name()).isTrue();
                assertThat(episode.step.terminated).isTrue();
                assertThat(episode.step.reward).isEqualTo(1);
                assertThat(episode.step.reached).isEqualTo(1);
            }
        }
    }

    /** Of a few chains, most tasks are done, one after the other. */
    @Test
    void act_chains_doMostTasks() {
        try (Episode episode = new Episode("calvin-chain", 0)) {
            Expert expert = episode.env.newExpert();
            int done = 0;
            for (int e = 0; e < 4; e++) {
                episode.env.reset(new Rng(2, e), episode.observation);
                expert.begin();
                do {
                    expert.act(episode.action);
                    episode.step();
                } while (!episode.step.terminated);
                done += Long.bitCount(episode.step.reached);
            }
            assertThat(done).isGreaterThanOrEqualTo(14);
        }
    }
}
