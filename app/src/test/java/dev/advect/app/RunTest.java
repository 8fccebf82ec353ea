package dev.advect.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.advect.mujoco.Mujoco;
import dev.advect.nn.Precision;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** A run from its beginning to what can be done with it, and what may have gone wrong with its files. */
class RunTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Path fpo;

    @SuppressWarnings("NullAway.Init")
    private static Path ppo;

    @SuppressWarnings("NullAway.Init")
    private static Shell.Result trained;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path scratch;

    @BeforeAll
    static void train() {
        fpo = folder.resolve("fpo");
        ppo = folder.resolve("ppo");
        trained = Shell.train(fpo);
        assertThat(Shell.train(ppo, "--algo=ppo").code()).isZero();
    }

    @Test
    void train_saysWhereTheRunIsAndWhatNext() {
        assertThat(trained.code()).isZero();
        assertThat(trained.out())
                .startsWith("fpo on cartpole-balance, preset cpu, 2 threads, seed 0: " + fpo)
                .contains("kept in " + fpo, "evaluation", "(95 %, 2 episodes)", "eval " + fpo, "plot " + fpo);
        assertThat(trained.err()).contains("steps").doesNotContain("error");
    }

    @Test
    void train_minutesAlone_noLimitOfSteps() throws IOException {
        Path run = scratch.resolve("minutes");

        Shell.Result result = Shell.run("train", "--env=cartpole-balance", "--run-dir=" + run, "--minutes=0.001",
                "--threads=1", "--set=evaluationEpisodes=2", "--set=loop.envs=8", "--set=policyHidden=[8]",
                "--set=valueHidden=[8]");

        assertThat(result.code()).isZero();
        assertThat(Files.readString(run.resolve("config.yaml"))).contains("steps: 0\n", "minutes: 0.001\n");
    }

    @Test
    void eval_json_hasTheseKeys() throws IOException {
        Shell.Result result = Shell.run("eval", fpo.toString(), "--episodes=3", "--json");

        assertThat(result.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(result.out());
        assertThat(json.fieldNames()).toIterable().containsExactly("mean", "se", "min", "max", "episodes", "ci95",
                "returns", "lengths");
        assertThat(json.get("episodes").asInt()).isEqualTo(3);
        assertThat(json.get("returns")).hasSize(3);
        assertThat(json.get("lengths")).hasSize(3);
        assertThat(json.get("mean").asDouble()).isBetween(json.get("min").asDouble(), json.get("max").asDouble());
    }

    @Test
    void eval_otherSampler_isUsed() {
        Shell.Result result = Shell.run(
                "eval", fpo.toString(), "--episodes=2", "--sampler=heun", "--flow-steps=3", "--deterministic");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("heun, 3 flow steps, deterministic actions");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--stochastic", "--sampled"})
    void eval_stochastic_alsoWhereTheRunIsNot(String flag) {
        assertThat(Shell.run("eval", ppo.toString(), "--episodes=2").out()).contains("deterministic actions");
        assertThat(Shell.run("eval", ppo.toString(), "--episodes=2", flag).out()).contains("stochastic actions");
    }

    @Test
    void eval_deterministicAndZeroNoise_areOneFlag() throws IOException {
        double deterministic = mean("--deterministic");

        assertThat(deterministic).isEqualTo(mean("--zero-noise")).isNotEqualTo(mean());
    }

    private static double mean(String... more) throws IOException {
        String[] args = Stream.concat(Stream.of("eval", fpo.toString(), "--episodes=2", "--json"), Stream.of(more))
                .toArray(String[]::new);
        return new ObjectMapper().readTree(Shell.run(args).out()).get("mean").asDouble();
    }

    @ParameterizedTest
    @CsvSource({"--deterministic, --stochastic", "--zero-noise, --sampled", "--deterministic, --sampled"})
    void eval_bothKindsOfActions_isRefused(String one, String other) {
        assertThat(Shell.run("eval", fpo.toString(), one, other).err())
                .contains("--deterministic and --stochastic exclude each other");
    }

    @Test
    void debug_ofARunThatFailed_showsWhere_andOfOneThatDidNot_saysSo() throws IOException {
        Path failed = scratch.resolve("failed");
        assertThat(Shell.train(failed, "--set=learningRate=1e30").err()).contains("look into it with: advect debug");
        Shell.Result shown = Shell.run("debug", failed.toString());
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("fpo on cartpole-balance, an update before step 64: ", "gradient of policy", "first ");
        JsonNode json = new ObjectMapper().readTree(Shell.run("debug", failed.toString(), "--json").out());
        assertThat(json.get("findings").get(0).get("name").asText()).isEqualTo("observation");
        assertThat(Shell.run("debug", fpo.toString()).err()).contains("has no failed update");
    }

    @Test
    void eval_otherSchedule_isUsed_andSaysHowManyStepsThereAre() {
        Shell.Result result = Shell.run(
                "eval", fpo.toString(), "--episodes=2", "--sampler=sde", "--schedule=1,0.4,0", "--sde-noise=0.5");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("sde, 2 flow steps (1,0.4,0), stochastic actions");
        Shell.Result refused = Shell.run("eval", fpo.toString(), "--flow-steps=3", "--schedule=1,0.4,0");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).startsWith("error: flowSteps: 3 is not possible with the schedule 1,0.4,0, it has 2");
    }

    @Test
    void eval_samplerOfGaussian_isRefused() {
        Shell.Result result = Shell.run("eval", ppo.toString(), "--sampler=heun");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: --sampler, --flow-steps, --schedule and --sde-noise are for flow policies; this run's policy is Gaussian");
    }

    @Test
    void plot_twoRuns_onePicture() {
        Path picture = scratch.resolve("both.png");

        Shell.Result result = Shell.run("plot", fpo.toString(), ppo.toString(), fpo.toString(), "--out=" + picture); // one of them twice

        assertThat(result.code()).isZero();
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void plot_runsOfTheSameName_onePicture() throws IOException {
        Path picture = scratch.resolve("twice.png");
        Path other = scratch.resolve("other").resolve(fpo.getFileName());
        Files.createDirectories(other);
        for (String name : List.of("config.yaml", "metrics.jsonl", "eval.jsonl")) {
            Files.copy(fpo.resolve(name), other.resolve(name));
        }

        Shell.Result result = Shell.run("plot", fpo.toString(), other.toString(), "--out=" + picture);

        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        assertThat(picture).isNotEmptyFile();
    }

    @Test
    void resume_budgetSpent_saysSo() {
        Shell.Result result = Shell.run("train", "--resume", fpo.toString());

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("is complete: 256 steps").contains("--steps");
    }

    @Test
    void resume_moreSteps_goesOn() throws IOException {
        Path run = copy(fpo);

        Shell.Result result = Shell.run("train", "--resume", run.toString(), "--steps=384");

        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("384 steps, kept in " + run);
        assertThat(Files.readString(run.resolve("config.yaml"))).contains("steps: 384\n");
    }

    @Test
    void resume_otherProducts_goesOnWhereTheyCanBeHad() throws IOException {
        Path run = copy(fpo);

        Shell.Result result = Shell.run(
                "train", "--resume", run.toString(), "--steps=384", "--set=loop.products=bfloat16");

        if (Precision.bfloat16Missing().isEmpty()) {
            assertThat(result.code()).isZero();
            assertThat(Files.readString(run.resolve("config.yaml"))).contains("products: bfloat16\n");
        } else {
            assertThat(result.code()).isEqualTo(2);
            assertThat(result.err()).startsWith("error: products: bfloat16 is not possible here, ");
        }
    }

    @Test
    void resume_otherSeed_isRefused() {
        Shell.Result result = Shell.run("train", "--resume", fpo.toString(), "--seed=1", "--steps=384");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: --seed=1 differs from the 0 that the run was begun with");
    }

    @Test
    void resume_otherValue_isRefused() {
        Shell.Result result = Shell.run("train", "--resume", fpo.toString(), "--set", "learningRate=0.1");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: --set learningRate=0.1 differs");
    }

    @Test
    void eval_alteredCheckpoint_namesFileAndChecksum() throws IOException {
        Path run = copy(fpo);
        Path file = tensors(run);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 5] ^= 1;
        Files.write(file, bytes);

        Shell.Result result = Shell.run("eval", run.toString(), "--checkpoint=latest");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err().lines().toList().getFirst())
                .startsWith("error: " + file).contains("damaged", "SHA-256");
        assertThat(result.err()).doesNotContain("\tat ");
    }

    @Test
    void eval_checkpointThatIsNotThere_hintsAtOneThatIs() {
        Shell.Result result = Shell.run("eval", fpo.toString(), "--checkpoint=1");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: there is no checkpoint ").containsPattern("hint: --checkpoint=256\n");
    }

    @Test
    void resume_truncatedCheckpoint_isRefusedAndKept() throws IOException {
        Path run = copy(fpo);
        Path file = tensors(run);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 100));

        Shell.Result result = Shell.run("train", "--resume", run.toString(), "--steps=384");

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("error: " + file).contains("it has 100 bytes");
        assertThat(file).hasSize(100);
        assertThat(Files.readString(run.resolve("config.yaml"))).contains("steps: 256\n");
    }

    @Test
    void eval_checkpointOfAnotherEnvironment_isRefused() throws IOException {
        Path run = copy(fpo);
        Path config = run.resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("cartpole-balance", "point-mass"));

        Shell.Result result = Shell.run("eval", run.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("was made with env cartpole-balance, this run has point-mass");
    }

    @Test
    void eval_checkpointOfAnotherShape_isRefused() throws IOException {
        Path run = copy(fpo);
        Path config = run.resolve("config.yaml");
        String text = Files.readString(config);
        assertThat(text).contains("policyHidden:\n  - 8\n");
        Files.writeString(config, text.replace("policyHidden:\n  - 8\n", "policyHidden:\n  - 16\n"));

        Shell.Result result = Shell.run("eval", run.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("was made with policy_hidden [8], this run has [16]");
    }

    @Test
    void run_ofAnotherMujoco_isEvaluatedWithAWarning_andNotResumed() throws IOException {
        Path run = copy(fpo);
        String here = "MuJoCo " + Mujoco.version();
        assertThat(Files.readString(run.resolve("config.yaml"))).endsWith("\nphysics: " + here + "\n");
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            for (Path manifest : files.filter(file -> file.toString().endsWith(".json")).toList()) {
                // as a version without checksums of manifests would have written it
                Files.writeString(manifest, Files.readString(manifest).replace(here, "MuJoCo 9.8.7")
                        .replaceFirst(",\\s*\"manifest_sha256\" : \"[0-9a-f]{64}\"", "")
                        .replace("\"version\" : 2", "\"version\" : 1"));
            }
        }

        Shell.Result evaluated = Shell.run("eval", run.toString(), "--episodes=2");
        assertThat(evaluated.code()).isZero();
        assertThat(evaluated.err()).isEqualTo("warning: the policy was trained with MuJoCo 9.8.7, this is " + here
                + ": returns may differ; get it by advect mujoco --get=9.8.7 and set ADVECT_MUJOCO=9.8.7\n");

        Shell.Result resumed = Shell.run("train", "--resume", run.toString(), "--steps=512");
        assertThat(resumed.code()).isEqualTo(2);
        assertThat(resumed.err()).contains("was made with MuJoCo 9.8.7, this is " + here, "advect mujoco --get=9.8.7");
    }

    @Test
    void eval_configurationWithNonsense_namesFileAndKey() throws IOException {
        Path run = copy(fpo);
        Path config = run.resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("seed: 0", "seed: zero"));

        Shell.Result result = Shell.run("eval", run.toString());

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).startsWith("error: " + config + ": seed");
    }

    private Path copy(Path run) throws IOException {
        Path copy = scratch.resolve("run");
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(run.relativize(file).toString()));
            }
        }
        return copy;
    }

    private static Path tensors(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.filter(file -> file.toString().endsWith("256.safetensors")).findFirst().orElseThrow();
        }
    }
}
