package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.env.VectorEnv.NonFinite;
import dev.advect.flow.Sampler;
import dev.advect.flow.Schedule;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.onpolicy.fpo.FpoConfig;
import dev.advect.onpolicy.fpo.FpoSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ConfigYamlTest {
    private final RunConfig fpo = Presets.of("paper", Algorithm.FPO, "cheetah-run");
    private final RunConfig ppo = Presets.of("paper", Algorithm.PPO, "cheetah-run");

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void read_ofWhatWasWritten_isTheSame(Algorithm algorithm) {
        for (String preset : Presets.names()) {
            RunConfig config = Presets.of(preset, algorithm, "finger-spin");
            assertThat(ConfigYaml.read(ConfigYaml.write(config), "config.yaml")).isEqualTo(config);
        }
    }

    @Test
    void read_extremeValues_surviveToTheLastBit() {
        RunConfig config = with(fpo, "seed", "-9223372036854775808", "learningRate", "1.2345678901234566e-7",
                "minutes", "0.1", "maxGradNorm", "Infinity", "env", "my: env # 1");
        assertThat(config.seed()).isEqualTo(Long.MIN_VALUE);
        assertThat(loop(config).learningRate()).isEqualTo(1.2345678901234566e-7);
        assertThat(ConfigYaml.read(ConfigYaml.write(config), "config.yaml")).isEqualTo(config);
    }

    @Test
    void read_asPeopleWriteIt_isUnderstood() {
        String yaml = ConfigYaml.write(fpo)
                .replace("learningRate: 3.0E-4", "learningRate: 3e-4 # a comment")
                .replace("steps: 60000000", "steps: 60_000_000")
                .replace("sampler: euler", "sampler: RK4")
                .replaceAll("policyHidden:(\n  - 32)+", "policyHidden: [64, 64]");
        RunConfig config = ConfigYaml.read(yaml, "config.yaml");
        assertThat(loop(config).learningRate()).isEqualTo(3e-4);
        assertThat(config.steps()).isEqualTo(60_000_000);
        assertThat(fpo(config).sampler()).isEqualTo(Sampler.RK4);
        assertThat(loop(config).policyHidden()).containsExactly(64, 64);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            envs: 2048      | envs: many        | loop.envs    | many
            envs: 2048      | envs: 2.5         | loop.envs    | 2.5
            algo: fpo       | algo: fpx         | algo         | did you mean 'fpo'?
            unroll: 30      | unroll: 0         | loop.unroll  | 0 is not possible
            clip: 0.05      | clip: -0.05       | fpo.clip     | -0.05 is not possible
            """)
    void read_impossible_namesFileKeyAndValue(String line, String replacement, String key, String value) {
        String yaml = ConfigYaml.write(fpo);
        String changed = yaml.replace(line, replacement);
        assertThat(changed).isNotEqualTo(yaml);
        refused(() -> ConfigYaml.read(changed, "runs/x/config.yaml"), "runs/x/config.yaml: ", key, value);
    }

    @Test
    void read_fileOfBeforeAKeyWasThere_hasTheValueOfThen() {
        String old = ConfigYaml.write(fpo).replaceAll("  (schedule|sdeNoise|klEstimate|emaDecay|emaWarmup|demonstrations|"
                + "pretrainUpdates|cloningRate|reduction|trustRegion|lossClamp|matching|reflow|entropyCoefficient|"
                + "entropyEstimate|zeroNoiseEvaluation|annealSteps|annealClip|annealKl|annealRate|annealNoise|skipWithoutReward|policyAfter|"
                + "noiseCorrelation|noiseColor|noiseRestart|logRatioClamp|actionNoise|actionNoiseCorrelation|spreadFloor|"
                + "minDeviation|observationBound): .*\n", "");
        assertThat(old.lines().count()).isEqualTo(ConfigYaml.write(fpo).lines().count() - 32);
        assertThat(ConfigYaml.read(old, "config.yaml")).isEqualTo(fpo);
    }

    @Test
    void read_fileOfBeforeAnOffPolicyKeyWasThere_hasTheValueOfThen() {
        RunConfig swfp = Presets.of("cpu", Algorithm.SWFP, "cheetah-run");
        RunConfig then = ConfigYaml.with(swfp, Map.of("loop.policyAfter", "0", "loop.minDeviation", "0"));
        String old = ConfigYaml.write(swfp).replaceAll("  (policyAfter|minDeviation|observationBound|anchor|noiseScale|selfImitationRate|products): .*\n", "");
        assertThat(old.lines().count()).isEqualTo(ConfigYaml.write(swfp).lines().count() - 7);
        assertThat(ConfigYaml.read(old, "config.yaml")).isEqualTo(then);
    }

    @Test
    void read_fileWithActionNoise_isReadWhereThatWasNone() {
        String old = ConfigYaml.write(fpo).replace("  actionBound:", "  actionNoise: 0.0\n  actionBound:");
        assertThat(ConfigYaml.read(old, "config.yaml")).isEqualTo(fpo);
        refused(() -> ConfigYaml.read(old.replace("actionNoise: 0.0", "actionNoise: 0.1"), "config.yaml"),
                "config.yaml: unknown key 'loop.actionNoise'");
    }

    @Test
    void schedule_namesAndTimes_areWrittenAndUnderstood() {
        RunConfig times = with(fpo, "flowSteps", "3", "schedule", "[1, 0.6, 0.25, 0]");
        assertThat(fpo(times).schedule()).isEqualTo(Schedule.of(List.of(1.0, 0.6, 0.25, 0.0)));
        assertThat(ConfigYaml.read(ConfigYaml.write(times), "config.yaml")).isEqualTo(times);
        assertThat(with(fpo, "flowSteps", "3", "schedule", "1,0.6,0.25,0")).isEqualTo(times);
        assertThat(fpo(with(fpo, "schedule", "Cosine")).schedule()).isEqualTo(Schedule.COSINE);
        refused(() -> with(fpo, "schedule", "cosin"), "fpo.schedule: 'cosin' is not uniform, cosine, or falling times");
        refused(() -> with(fpo, "schedule", "[1, 0]"),
                "fpo.flowSteps: 10 is not possible with the schedule 1,0, it has 1");
    }

    @Test
    void read_unknownKey_suggestsOne() {
        refused(() -> ConfigYaml.read(ConfigYaml.write(fpo) + "lopp: 1\n", "config.yaml"),
                "config.yaml: unknown key 'lopp'; did you mean 'loop'?");
        refused(() -> ConfigYaml.read(ConfigYaml.write(fpo).replace("loop:\n", "loop:\n  enfs: 1\n"), "config.yaml"),
                "config.yaml: unknown key 'loop.enfs'; did you mean 'envs'?");
    }

    @Test
    void read_fileThatIsNotUtf8_refusedByName(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("config.yaml"), new byte[] {'e', 'n', 'v', ':', ' ', (byte) 0xff});
        assertThatThrownBy(() -> ConfigYaml.read(file)).isInstanceOf(InvalidValueException.class)
                .hasMessage(file + " is not YAML: it is not UTF-8");
    }

    @Test
    void read_valueLongerThanALine_isShortened() {
        String yaml = ConfigYaml.write(fpo).replace("products: float32", "products: \"fl\\n" + "9".repeat(5_000) + "\"");
        assertThatThrownBy(() -> ConfigYaml.read(yaml, "config.yaml")).isInstanceOf(InvalidValueException.class)
                .message().startsWith("config.yaml: loop.products: unknown value 'fl 999").endsWith("999...")
                .hasSize("config.yaml: ".length() + 400 + "...".length());
    }

    @Test
    void read_keyTwice_refused() {
        refused(() -> ConfigYaml.read(ConfigYaml.write(fpo).replace("loop:\n", "loop:\n  envs: 1\n"), "config.yaml"),
                "config.yaml", "envs");
    }

    @Test
    void with_nullOrANumberForAConstant_refused() {
        refused(() -> with(fpo, "nonFinite", "null"), "loop.nonFinite: unknown value 'null'");
        refused(() -> with(fpo, "nonFinite", "1"), "loop.nonFinite: unknown value '1'");
        refused(() -> with(fpo, "algo", "0"), "algo: unknown value '0'");
        refused(() -> with(fpo, "policyHidden", "null"), "loop.policyHidden: 'null' is not a list");
        refused(() -> with(fpo, "envs", "null"), "loop.envs: 'null' is not a whole number");
        refused(() -> with(fpo, "envs", ""), "loop.envs: ");
        refused(() -> with(fpo, "env", ""), "env: ");
    }

    @Test
    void read_unknownKey_isNamed() {
        refused(() -> ConfigYaml.read(ConfigYaml.write(fpo) + "bogus: 1\n", "config.yaml"), "config.yaml: ", "bogus");
        refused(() -> ConfigYaml.read(ConfigYaml.write(fpo).replace("loop:\n", "loop:\n  bogus: 1\n"), "config.yaml"),
                "config.yaml: ", "loop.bogus");
    }

    @Test
    void read_keyMissing_isNamed() {
        refused(() -> ConfigYaml.read(ConfigYaml.write(fpo).replace("  epochs: 16\n", ""), "config.yaml"),
                "config.yaml: loop.epochs");
        refused(() -> ConfigYaml.read(ConfigYaml.write(fpo).replace("seed: 0\n", ""), "config.yaml"),
                "config.yaml: seed");
        String withoutSection = ConfigYaml.write(fpo).replaceAll("(?s)\nfpo:.*", "\n");
        refused(() -> ConfigYaml.read(withoutSection, "config.yaml"), "config.yaml: fpo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing", "[1, 2]", "hello", "a: b: c", "env: [1"})
    void read_noConfiguration_namesTheFile(String yaml) {
        refused(() -> ConfigYaml.read(yaml, "config.yaml"), "config.yaml is ");
    }

    @Test
    void with_fullPathsAndShortKeys_setValues() {
        RunConfig config = with(fpo, "loop.envs", "64", "minibatches", "8", "threads", "2", "supervision", "velocity",
                "fpo.clip", "0.1", "policyHidden", "[64, 32]", "nonFinite", "error", "seed", "7", "steps", "1000",
                "normalizeObservations", "false", "env", "walker-run");
        assertThat(loop(config).envs()).isEqualTo(64);
        assertThat(loop(config).minibatches()).isEqualTo(8);
        assertThat(config.threads()).isEqualTo(2);
        FpoConfig section = fpo(config);
        assertThat(section.supervision()).isEqualTo(FpoConfig.Supervision.VELOCITY);
        assertThat(section.clip()).isEqualTo(0.1);
        assertThat(loop(config).policyHidden()).containsExactly(64, 32);
        assertThat(loop(config).nonFinite()).isEqualTo(NonFinite.ERROR);
        assertThat(config.seed()).isEqualTo(7);
        assertThat(config.steps()).isEqualTo(1000);
        assertThat(loop(config).normalizeObservations()).isFalse();
        assertThat(config.env()).isEqualTo("walker-run");
        // and nothing else
        assertThat(with(config, "envs", "2048", "minibatches", "32", "threads", Integer.toString(fpo.threads()),
                "supervision", "epsilon", "clip", "0.05", "policyHidden", "[32, 32, 32, 32]", "nonFinite",
                "end_episode", "seed", "0", "steps", "60000000", "normalizeObservations", "true", "env",
                "cheetah-run")).isEqualTo(fpo);
    }

    /** The order of two names may be that of a map without one. */
    @Test
    void with_bothNamesOfAKey_refused() {
        refused(() -> with(fpo, "envs", "64", "loop.envs", "32"), "'envs' and 'loop.envs' are the same key");
        assertThat(ConfigYaml.byPath(fpo, Map.of("envs", "64"))).isEqualTo(Map.of("loop.envs", "64"));
    }

    @Test
    void with_nothing_isTheSame() {
        assertThat(ConfigYaml.with(ppo, Map.of())).isEqualTo(ppo);
        assertThat(with(ppo, "clip", "0.2")).isEqualTo(with(ppo, "ppo.clip", "0.2")).isNotEqualTo(ppo);
    }

    @Test
    void with_valuesThatFitOnlyTogether_areCheckedTogether() {
        RunConfig config = with(fpo, "loop.envs", "3", "loop.unrollsPerEnv", "1", "loop.minibatches", "3", "threads", "1");
        assertThat(loop(config).unrollsPerMinibatch()).isEqualTo(1);
        refused(() -> with(fpo, "envs", "3"), "minibatches: 32 does not divide envs · unrollsPerEnv = 48");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lerningRate       | unknown key 'lerningRate'       | did you mean 'loop.learningRate'?
            loop.lerningRate  | unknown key 'loop.lerningRate'  | did you mean 'loop.learningRate'?
            ppo.clip          | unknown key 'ppo.clip'          | did you mean 'fpo.clip'?
            LOOP.ENVS         | unknown key 'LOOP.ENVS'         | did you mean 'loop.envs'?
            evaluationStep    | unknown key 'evaluationStep'    | did you mean 'evaluationSteps'?
            zzzzzzzzzzzzzzzzz | unknown key 'zzzzzzzzzzzzzzzzz' | unknown key
            loop              | unknown key 'loop'              | unknown key
            """)
    void with_unknownKey_suggestsOne(String key, String message, String hint) {
        refused(() -> with(fpo, key, "1"), message, hint);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            envs              | abc          | loop.envs
            envs              | 1.5          | loop.envs
            envs              | 64 65        | loop.envs
            envs              | 99999999999  | loop.envs
            learningRate      | fast         | loop.learningRate
            normalizeObservations | yes      | loop.normalizeObservations
            policyHidden      | [64, "wide"] | loop.policyHidden
            policyHidden      | 64           | loop.policyHidden
            policyHidden      | 64,65        | loop.policyHidden
            envs              | true         | loop.envs
            steps             | many         | steps
            """)
    void with_wrongType_namesKeyAndValue(String key, String value, String path) {
        String quoted = value.contains("wide") ? "wide" : value;
        refused(() -> with(fpo, key, value), path + ": ", quoted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            envs               | 0     | loop.envs: 0 is not possible
            unroll             | -1    | loop.unroll: -1 is not possible
            minibatches        | 7     | loop.minibatches: 7 does not divide
            learningRate       | -1e-3 | loop.learningRate: -0.001 is not possible
            learningRate       | 0     | loop.learningRate: 0.0 is not possible
            learningRate       | NaN   | loop.learningRate: NaN is not possible
            valueLearningRate  | -1    | loop.valueLearningRate: -1.0 is not possible
            discount           | 1.5   | loop.discount: 1.5 is not possible
            gaeLambda          | -0.1  | loop.gaeLambda: -0.1 is not possible
            policyHidden       | []    | loop.policyHidden: [] is not possible
            policyHidden       | [0]   | loop.policyHidden: [0] is not possible
            samples            | 0     | fpo.samples: 0 is not possible
            clip               | 0     | fpo.clip: 0.0 is not possible
            flowSteps          | 0     | fpo.flowSteps: 0 is not possible
            outputScale        | -1    | fpo.outputScale: -1.0 is not possible
            threads            | 0     | threads: 0 is not possible
            threads            | 5000  | threads: 5000 is not possible
            threads            | 1023  | ok
            steps              | 0     | steps: 0 is no limit; then minutes must be given
            minutes            | -1    | minutes: -1.0 is not possible
            evaluationSteps    | 0     | evaluationSteps: 0 is not possible
            evaluationEpisodes | 1     | evaluationEpisodes: 1 is not possible
            checkpointMinutes  | 0     | checkpointMinutes: 0.0 is not possible
            checkpointsKept    | 0     | checkpointsKept: 0 is not possible
            """)
    void with_impossibleValue_namesKeyAndValue(String key, String value, String message) {
        if (message.equals("ok")) {
            assertThat(with(fpo, key, value).threads()).isEqualTo(1023);
        } else {
            refused(() -> with(fpo, key, value), message);
        }
    }

    @Test
    void with_moreThreadsThanWork_refused() {
        refused(() -> with(fpo, "envs", "2", "unrollsPerEnv", "16", "minibatches", "1", "threads", "3"),
                "threads: 3 is not possible with loop.envs = 2");
        refused(() -> with(fpo, "envs", "4", "unrollsPerEnv", "8", "threads", "2"),
                "threads: 2 is not possible with 1 unrolls a minibatch");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            supervision | epsilom     | fpo.supervision | did you mean 'epsilon'?     | velocity, epsilon, data
            ratio       | per-sample  | fpo.ratio       | did you mean 'per_sample'?  | averaged, per_sample
            times       | zzzzzzzzzz  | fpo.times       | unknown value               | solver, uniform, logit_normal
            sampler     | rk5         | fpo.sampler     | did you mean 'rk4'?         | euler, heun, midpoint, rk4, sde
            nonFinite   | end-episode | loop.nonFinite  | did you mean 'end_episode'? | error, end_episode
            algo        | ppp         | algo            | did you mean 'ppo'?         | fpo, fpo++, refpo, fpo-joint, dppo, ppo, latent, swfp, rlpd, calql, ibrl, fql, qc
            """)
    void with_unknownConstant_suggestsOneAndNamesAll(String key, String value, String path, String hint, String known) {
        refused(() -> with(fpo, key, value), path + ": unknown value '" + value + "'", hint, "(known: " + known + ")");
    }

    @Test
    void with_anotherAlgorithm_refused() {
        refused(() -> with(fpo, "algo", "ppo"), "fpo: algo ppo has no such section, fpo has");
    }

    @Test
    void name_isLowerCase() {
        assertThat(ConfigYaml.name(NonFinite.END_EPISODE)).isEqualTo("end_episode");
    }

    @Test
    void constructor_valuesOfAnotherAlgorithm_refused() {
        assertThatThrownBy(() -> new RunConfig(
                        "e", Algorithm.FPO, "cpu", 0, 1, 1, 0, 1, 2, false, 1, 1, fpo.health(), ppo.algorithm()))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("algo: fpo is not the algorithm");
    }

    @Test
    void has_pathsAndLastParts_ofThisAlgorithmOnly() {
        assertThat(ConfigYaml.has(fpo, "loop.envs")).isTrue();
        assertThat(ConfigYaml.has(fpo, "envs")).isTrue();
        assertThat(ConfigYaml.has(fpo, "swfp.tau")).isFalse();
        assertThat(ConfigYaml.has(fpo, "nvs")).isFalse();
    }

    private static OnPolicyConfig loop(RunConfig config) {
        return ((OnPolicySettings) config.algorithm()).loop();
    }

    private static FpoConfig fpo(RunConfig config) {
        return ((FpoSettings) config.algorithm()).fpo();
    }

    private static RunConfig with(RunConfig config, String... keysAndValues) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return ConfigYaml.with(config, values);
    }

    /** One line that holds all of the parts, the first at its beginning unless the key's section comes before. */
    private static void refused(Runnable action, String... parts) {
        assertThatThrownBy(action::run).isInstanceOf(InvalidValueException.class).message().satisfies(message -> {
            assertThat(message.lines()).hasSize(1);
            assertThat(List.of(parts)).allSatisfy(part -> assertThat(message).contains(part));
        });
    }
}
