package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.app.bench.Testspeed;
import dev.advect.mujoco.Mujoco;
import dev.advect.runtime.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        "train", "distill", "eval", "export", "act", "plot", "render", "debug", "list", "list envs", "list algos", "list presets", "bench",
        "bench sim", "bench learn", "bench act", "bench scaling", "bench cluster", "collect", "data", "data info", "data convert", "data clip", "reproduce", "reproduce suite",
        "reproduce gridworld", "reproduce ridge", "reproduce fpo-table", "reproduce fpo-ablation", "reproduce exploration", "reproduce samplers", "reproduce critic", "reproduce bandit",
        "reproduce regulariser", "reproduce jko-limits", "reproduce shift", "reproduce fine-tune", "reproduce shift-task",
        "reproduce arm-data", "reproduce swfp-blocks", "reproduce swfp-table",
        "reproduce scratch", "reproduce experts", "reproduce humanoid", "doctor", "mujoco", "view", "record", "sweep", "cluster", "cluster master", "cluster worker"
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
                        "gridworld-three-goals", "gridworld-tree", "bandit-2d", "bandit-2d-shifted", "ridge", "lift", "lift-dense",
                        "can-until-success", "can-shifted-until-success", "square", "transport", "kitchen-complete", "kitchen-partial",
                        "kitchen-mixed", "kitchen-mixed-positions", "kitchen-kettle", "humanoid-track-root", "humanoid-track-all-full", "calvin-open_drawer", "calvin-chain");
        assertThat(envs.get(0).fieldNames()).toIterable().containsExactly(
                "name", "description", "observation_size", "action_size", "episode_steps", "observation_parts");
    }

    @Test
    void list_algosAndPresets_theDefaultFirst() throws IOException {
        assertThat(json("list", "algos", "--json").findValuesAsText("name")).containsExactly(
                "fpo", "fpo++", "refpo", "fpo-joint", "dppo", "ppo", "latent", "swfp", "rlpd", "calql", "ibrl", "fql", "qc");
        assertThat(json("list", "presets", "--json").findValuesAsText("name")).containsExactly("cpu", "paper");
    }

    @Test
    void doctor_saysWhatIsThere() throws IOException {
        JsonNode report = json("doctor", "--json");

        assertThat(report.get("ok").asBoolean()).isTrue();
        assertThat(report.at("/mujoco/version").asText()).isEqualTo(Mujoco.version());
        assertThat(report.at("/mujoco/file").asText()).isEqualTo(Mujoco.libraryPath().toString());
        assertThat(report.at("/mujoco/place").asText()).isNotEmpty();
        assertThat(report.at("/mujoco/others").isArray()).isTrue();
        assertThat(report.at("/libtorch/version").asText()).startsWith("2.");
        assertThat(report.at("/libtorch/bfloat16_products").isBoolean()).isTrue();
        assertThat(report.at("/machine/cores").asInt()).isPositive();
    }

    @Test
    void mujoco_marksTheOneInUse() throws IOException {
        List<JsonNode> used = new ArrayList<>();
        json("mujoco", "--json").forEach(row -> {
            if (row.get("used").asBoolean()) {
                used.add(row);
            }
        });
        assertThat(used).singleElement()
                .satisfies(row -> assertThat(row.get("file").asText()).isEqualTo(Mujoco.libraryPath().toString()))
                .satisfies(row -> assertThat(row.get("version").asText()).isEqualTo(Mujoco.version()));
        assertThat(Shell.run("mujoco").out()).startsWith("* " + Mujoco.version() + " ");
    }

    @Test
    void mujoco_getOfNoVersion_isRefused() {
        Shell.Result result = Shell.run("mujoco", "--get=../evil");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: '../evil' is no version such as 3.14.0\n");
    }

    @Test
    void benchSim_json_hasTheseKeys() throws IOException {
        JsonNode result = json("bench", "sim", "--env=point-mass", "--seconds=0.05", "--threads=1", "--json");

        assertThat(result.get("env_steps_per_s").asDouble()).isPositive();
        assertThat(result.get("physics_steps_per_s").asDouble())
                .isGreaterThanOrEqualTo(result.get("env_steps_per_s").asDouble());
        assertThat(result.get("threads").asInt()).isEqualTo(1);
        assertThat(result.get("bare_ratio").asDouble()).isEqualTo(
                result.get("physics_steps_per_s").asDouble() / result.get("bare_steps_per_s").asDouble());
        assertThat(result.get("bare_cpu_ratio").asDouble()).isPositive();
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
        assertThat(result.out()).containsPattern("\ntestspeed +\\S.*no ratios\n").doesNotContain("testspeed_ratio", "bare_ratio");
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
    void benchLearn_set_isWhatIsTimed() throws IOException {
        JsonNode result = json("bench", "learn", "--env=point-mass", "--seconds=0.05", "--threads=1",
                "--set=valueHidden=[8]", "--set=policyHidden=[8]", "--set=fpo.samples=1", "--json");

        // inputs 4, action 2, embedding 8: policy (4 + 2 + 8 + 2)·8, once more for the reflow term, value (4 + 1)·8, of 960 rows
        assertThat(result.get("minibatch_gflop").asDouble()).isEqualTo(6 * 960 * (2 * 16 + 5) * 8 * 1e-9);
        assertThat(result.get("products").asText()).isEqualTo("float32");
    }

    @Test
    void benchLearn_offPolicy_timesUpdates() throws IOException {
        JsonNode result = json("bench", "learn", "--algo=swfp", "--env=point-mass", "--seconds=0.05", "--threads=2",
                "--set=batchSize=8", "--set=critic.hidden=[8]", "--set=swfp.hidden=[8]", "--json");

        assertThat(result.get("updates_per_second").asDouble()).isPositive()
                .isEqualTo(1e3 / result.get("update_ms").asDouble());
        assertThat(result.get("batch").asInt()).isEqualTo(8);
        assertThat(result.get("critic_ms").asDouble()).isPositive();
        double slowest = result.get("slowest_block_ms").asDouble();
        assertThat(slowest).isPositive().isLessThan(result.get("policy_ms").asDouble());
        assertThat(result.get("blocks_ms").asDouble()).isGreaterThan(slowest);
    }

    /** Where the gradient goes through the whole cascade, no block learns by itself. */
    @Test
    void benchLearn_sequential_hasNoTimesOfBlocks() throws IOException {
        JsonNode result = json("bench", "learn", "--algo=swfp", "--env=point-mass", "--seconds=0.05", "--threads=1",
                "--set=batchSize=8", "--set=critic.hidden=[8]", "--set=swfp.hidden=[8]", "--set=swfp.mode=sequential", "--json");

        assertThat(result.get("policy_ms").asDouble()).isPositive();
        assertThat(result.has("slowest_block_ms")).isFalse();
    }

    @Test
    void reproduceBandit_json_hasTheseKeys_andAPicture(@TempDir Path folder) throws IOException {
        Path picture = folder.resolve("bandit.png");
        JsonNode result = json("reproduce", "bandit", "--steps=1280", "--set=pretrainUpdates=20", "--set=swfp.hidden=[8]",
                "--set=critic.hidden=[8]", "--set=batchSize=32", "--threads=2", "--out=" + picture, "--json");

        assertThat(result.get("path_ratio").asDouble()).isGreaterThanOrEqualTo(1);
        assertThat(result.get("modes_covered").asInt()).isBetween(0, 4);
        assertThat(result.get("modes_total").asInt()).isEqualTo(4);
        assertThat(result.get("diverged").isBoolean()).isTrue();
        assertThat(result.get("displacements")).hasSize(5);
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void benchAct_json_hasTheseKeys() throws IOException {
        JsonNode result = json("bench", "act", "--env=point-mass", "--seconds=0.1", "--threads=1", "--json");

        assertThat(result.get("engine").asText()).isEqualTo("runtime");
        assertThat(result.get("arithmetic").asText()).isEqualTo(Policy.engine()); // the faster one here, vectors unless the machine is busy
        assertThat(result.get("warm").isBoolean()).isTrue();
        assertThat(result.get("batch1_us_p99").asDouble())
                .isGreaterThanOrEqualTo(result.get("batch1_us_p50").asDouble());
        assertThat(result.get("batch2048_actions_per_s").asDouble()).isPositive();
        assertThat(result.get("libtorch_batch1_us_p99").asDouble())
                .isGreaterThanOrEqualTo(result.get("libtorch_batch1_us_p50").asDouble());
        assertThat(result.get("libtorch_batch2048_actions_per_s").asDouble()).isPositive();
        assertThat(result.get("threads").asInt()).isEqualTo(1);
    }
}
