package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;

/** The commands that need no run. */
class CommandsTest {
    private static JsonNode json(String... args) throws IOException {
        Shell.Result result = Shell.run(args);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(result.out().lines()).hasSize(1);
        return new ObjectMapper().readTree(result.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "train", "eval", "plot", "debug", "list", "list envs", "list algos", "list presets", "bench", "bench sim", "bench learn",
        "bench act", "bench scaling", "reproduce", "reproduce suite", "doctor"
    })
    void help_ofEveryCommand_hasAnExample(String command) {
        Shell.Result result = Shell.run((command + " --help").split(" ", -1));

        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith("Usage: advect " + command).containsPattern("\nExamples?:\n  advect ");
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 120);
    }

    @Test
    void list_envs_namesSuiteAndToys() throws IOException {
        JsonNode envs = json("list", "envs", "--json");

        assertThat(envs.findValuesAsText("name"))
                .contains("cheetah-run", "cartpole-balance", "reacher-easy", "point-mass", "pendulum-swingup", "gridworld",
                        "gridworld-three-goals", "gridworld-tree", "bandit-2d", "bandit-2d-shifted");
        assertThat(envs.get(0).fieldNames()).toIterable().containsExactly(
                "name", "description", "observation_size", "action_size", "episode_steps");
    }

    @Test
    void list_algosAndPresets_theDefaultFirst() throws IOException {
        assertThat(json("list", "algos", "--json").findValuesAsText("name")).containsExactly("fpo", "fpo++", "refpo", "dppo", "ppo");
        assertThat(json("list", "presets", "--json").findValuesAsText("name")).containsExactly("cpu", "paper");
    }

    @Test
    void doctor_saysWhatIsThere() throws IOException {
        JsonNode report = json("doctor", "--json");

        assertThat(report.get("ok").asBoolean()).isTrue();
        assertThat(report.at("/mujoco/version").asText()).isEqualTo("2.2.2");
        assertThat(report.at("/libtorch/version").asText()).startsWith("2.");
        assertThat(report.at("/machine/cores").asInt()).isPositive();
    }

    @Test
    void benchSim_json_hasTheseKeys() throws IOException {
        JsonNode result = json("bench", "sim", "--env=point-mass", "--seconds=0.05", "--threads=1", "--json");

        assertThat(result.get("env_steps_per_s").asDouble()).isPositive();
        assertThat(result.get("physics_steps_per_s").asDouble())
                .isGreaterThanOrEqualTo(result.get("env_steps_per_s").asDouble());
        assertThat(result.get("threads").asInt()).isEqualTo(1);
        if (Testspeed.isInstalled(System.getenv("PATH"))) {
            assertThat(result.get("testspeed_ratio").asDouble()).isEqualTo(result.get("physics_steps_per_s").asDouble()
                    / result.get("testspeed_steps_per_s").asDouble());
        } else {
            assertThat(result.get("testspeed").asText()).contains("mujoco-testspeed is not installed");
        }
    }

    @Test
    void benchSim_environmentOfNoModel_saysThatThereIsNoRatio() {
        Shell.Result result = Shell.run("bench", "sim", "--env=gridworld", "--seconds=0.02", "--threads=1");

        assertThat(result.code()).isZero();
        assertThat(result.out()).containsPattern("\ntestspeed +\\S.*no ratios\n").doesNotContain("testspeed_ratio");
    }

    @Test
    void benchSim_allAndOne_isRefused() {
        Shell.Result result = Shell.run("bench", "sim", "--all", "--env=gridworld");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--all and --env exclude each other");
    }

    @Test
    void benchLearn_json_hasTheseKeys() throws IOException {
        JsonNode result = json("bench", "learn", "--env=point-mass", "--seconds=0.05", "--threads=2", "--json");

        assertThat(result.fieldNames()).toIterable().contains(
                "gemm_gflops_per_core", "learn_gflops", "efficiency", "minibatch_ms", "threads");
        double whole = 2 * result.get("gemm_gflops_per_core").asDouble();
        assertThat(result.get("efficiency").asDouble()).isEqualTo(result.get("learn_gflops").asDouble() / whole);
    }

    @Test
    void benchAct_json_hasTheseKeys() throws IOException {
        JsonNode result = json("bench", "act", "--env=point-mass", "--seconds=0.1", "--threads=1", "--json");

        assertThat(result.get("engine").asText()).isEqualTo("libtorch");
        assertThat(result.get("batch1_us_p99").asDouble())
                .isGreaterThanOrEqualTo(result.get("batch1_us_p50").asDouble());
        assertThat(result.get("batch2048_actions_per_s").asDouble()).isPositive();
        assertThat(result.get("threads").asInt()).isEqualTo(1);
    }
}
