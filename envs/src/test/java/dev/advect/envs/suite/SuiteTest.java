package dev.advect.envs.suite;

import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SuiteTest {

    @Test
    void tasks_names() {
        assertThat(Suite.tasks().keySet()).containsExactly(
                "acrobot-swingup", "acrobot-swingup-sparse", "ball-in-cup",
                "cartpole-balance", "cartpole-balance-sparse", "cartpole-swingup", "cartpole-swingup-sparse",
                "cheetah-run", "finger-spin", "finger-turn-easy", "finger-turn-hard", "fish-swim",
                "hopper-hop", "hopper-stand", "humanoid-run", "humanoid-stand", "humanoid-walk",
                "pendulum-swingup", "point-mass", "reacher-easy", "reacher-hard", "swimmer-6",
                "walker-run", "walker-stand", "walker-walk");
        Suite.tasks().forEach((name, task) -> {
            assertThat(task.spec().name()).isEqualTo(name);
            assertThat(task.description()).isNotBlank().doesNotContain("\n");
        });
    }

    /** Playground's default_config of each task: ctrl_dt, ctrl_dt / sim_dt, episode_length. */
    @ParameterizedTest
    @CsvSource({
        "acrobot-swingup, 6, 1, 0.01, 1",
        "acrobot-swingup-sparse, 6, 1, 0.01, 1",
        "ball-in-cup, 8, 2, 0.02, 10",
        "cartpole-balance, 5, 1, 0.01, 1",
        "cartpole-balance-sparse, 5, 1, 0.01, 1",
        "cartpole-swingup, 5, 1, 0.01, 1",
        "cartpole-swingup-sparse, 5, 1, 0.01, 1",
        "cheetah-run, 17, 6, 0.01, 1",
        "finger-spin, 9, 2, 0.02, 4",
        "finger-turn-easy, 12, 2, 0.02, 4",
        "finger-turn-hard, 12, 2, 0.02, 4",
        "fish-swim, 24, 5, 0.04, 20",
        "hopper-hop, 15, 4, 0.02, 4",
        "hopper-stand, 15, 4, 0.02, 4",
        "humanoid-run, 67, 21, 0.025, 5",
        "humanoid-stand, 67, 21, 0.025, 5",
        "humanoid-walk, 67, 21, 0.025, 5",
        "pendulum-swingup, 3, 1, 0.02, 2",
        "point-mass, 4, 2, 0.02, 1",
        "reacher-easy, 6, 2, 0.02, 4",
        "reacher-hard, 6, 2, 0.02, 4",
        "swimmer-6, 25, 5, 0.03, 10",
        "walker-run, 24, 6, 0.025, 10",
        "walker-stand, 24, 6, 0.025, 10",
        "walker-walk, 24, 6, 0.025, 10"
    })
    void task_spec(String name, int observations, int actions, double controlSeconds, int physicsSteps) {
        SuiteTask task = Suite.task(name);
        assertThat(task.spec())
                .isEqualTo(new EnvSpec(name, observations, actions, 1000, controlSeconds, physicsSteps,
                        task.spec().observationParts()));
        assertThat(task.spec().observationParts()).isNotEmpty();
        try (SuiteEnv env = task.create()) {
            assertThat(env.spec()).isSameAs(task.spec());
            assertThat(env.model().timestep() * physicsSteps).isEqualTo(controlSeconds);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cartpole-balance | position 3, velocity 2
            finger-spin      | position 4, velocity 3, touch 2
            finger-turn-easy | position 4, velocity 3, touch 2, target_position 2, dist_to_target 1
            walker-run       | orientations 14, upright 1, velocity 9
            """)
    void task_partsOfTheObservation(String name, String parts) {
        assertThat(ObservationPart.describe(Suite.task(name).spec().observationParts())).isEqualTo(parts);
    }

    @Test
    void task_sharesModel() {
        try (SuiteEnv first = Suite.task("cheetah-run").create();
                SuiteEnv second = Suite.task("cheetah-run").create();
                SuiteEnv balance = Suite.task("cartpole-balance").create();
                SuiteEnv swingup = Suite.task("cartpole-swingup").create()) {
            assertThat(first.model()).isSameAs(second.model());
            assertThat(balance.model()).isSameAs(swingup.model());
            assertThat(first.data()).isNotSameAs(second.data());
        }
    }

    @Test
    void task_unknownName() {
        assertThatThrownBy(() -> Suite.task("cheetah-fly"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cheetah-fly")
                .hasMessageContaining("cheetah-run");
    }
}
