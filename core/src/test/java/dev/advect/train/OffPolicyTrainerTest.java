package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.config.InvalidValueException;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.env.TinyEnv;
import dev.advect.io.DType;
import dev.advect.io.EventFile;
import dev.advect.io.JsonLines;
import dev.advect.io.StateDict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A run of an off-policy algorithm, with the same trainer. */
class OffPolicyTrainerTest {
    @TempDir
    Path parent;

    private final List<String> warnings = new ArrayList<>();

    /** Stops after an iteration, by its number of steps; 0 for never. */
    private final class Stopping implements TrainListener {
        private final long at;
        private @Nullable Trainer trainer;

        Stopping(long at) {
            this.at = at;
        }

        @Override
        public void progress(Progress now) {
            if (at > 0 && now.steps() == at && trainer != null) {
                trainer.stop();
            }
        }

        @Override
        public void warned(String message) {
            warnings.add(message);
        }
    }

    private void begin(RunConfig config, Path folder, long stopAt) throws IOException {
        Stopping listener = new Stopping(stopAt);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, RunDirectory.create(folder, config), listener)) {
            listener.trainer = trainer;
            trainer.run();
        }
    }

    private void resume(RunConfig config, Path folder, long stopAt) throws IOException {
        Stopping listener = new Stopping(stopAt);
        try (Trainer trainer = Trainer.resume(config, TinyEnv::new, RunDirectory.open(folder), listener)) {
            listener.trainer = trainer;
            trainer.run();
        }
    }

    @Test
    void run_learns_andWritesWhatTheOthersDo() throws IOException {
        RunConfig config = ConfigYaml.with(TinyRun.config(Algorithm.SWFP, 2, 30, 10, 1000), Map.of(
                "loop.updatesPerStep", "1", "swfp.tau", "5", "swfp.tauFinal", "5", "swfp.alpha", "0"));
        Path folder = parent.resolve("run");
        begin(config, folder, 0);
        List<JsonNode> evaluations = JsonLines.read(folder.resolve("eval.jsonl"));
        assertThat(evaluations).extracting(line -> line.get("step").asLong()).containsExactly(800L, 1600L, 2400L);
        // the reward is −(a − 0.5)², −0.58 a step for uniform actions
        assertThat(evaluations.getLast().get("mean").asDouble()).isGreaterThan(evaluations.getFirst().get("mean").asDouble());
        JsonNode last = JsonLines.read(folder.resolve("metrics.jsonl")).getLast();
        assertThat(last.get("replay/steps").asDouble()).isEqualTo(2400);
        assertThat(last.get("critic/loss").asDouble()).isPositive();
        assertThat(last.has("policy/loss")).isTrue();
        assertThat(Files.exists(folder.resolve("replay/replay-000001.safetensors"))).isTrue();
    }

    @Test
    void run_policyAfter_criticLearnsAloneAtFirst() throws IOException {
        // 80 steps before the first update, then half an update a step: 0, 40, 80 updates after the iterations
        RunConfig config = ConfigYaml.with(
                TinyRun.config(Algorithm.RLPD, 1, 3, 10, 1000), Map.of("loop.policyAfter", "40"));
        Path folder = parent.resolve("run");
        begin(config, folder, 0);
        List<JsonNode> metrics = JsonLines.read(folder.resolve("metrics.jsonl"));
        assertThat(metrics).extracting(line -> line.has("critic/loss")).containsExactly(false, true, true);
        assertThat(metrics).extracting(line -> line.has("policy/loss")).containsExactly(false, false, true);
    }

    @ParameterizedTest
    @CsvSource({"SWFP, float32", "RLPD, float32", "CALQL, float32", "IBRL, float32", "FQL, float32", "QC, float32", "SWFP, bfloat16", "CALQL, bfloat16"})
    void resume_withDemonstrationsAndPretraining_endsBitForBitAsARunWithoutInterruption(
            Algorithm algorithm, String products) throws IOException {
        Path file = parent.resolve("demonstrations.safetensors");
        DemonstrationFile.write(file, demonstrations());
        RunConfig config = ConfigYaml.with(TinyRun.config(algorithm, 2, 9, 4, 1000), Map.of(
                "demonstrations", file.toString(), "pretrainUpdates", "20", "validationShare", "0.25",
                "critic.hidden", "[16, 16]", "critic.products", products));
        begin(config, parent.resolve("whole"), 0);
        begin(config, parent.resolve("stopped"), 3 * TinyRun.ITERATION);
        resume(config, parent.resolve("stopped"), 6 * TinyRun.ITERATION);
        resume(config, parent.resolve("stopped"), 0);
        assertThat(warnings).isEmpty();
        assertSameRun(parent.resolve("stopped"), parent.resolve("whole"));
        List<JsonNode> metrics = JsonLines.read(parent.resolve("whole/metrics.jsonl"));
        assertThat(metrics.getFirst().get("step").asLong()).isZero();
        boolean clones = algorithm != Algorithm.RLPD && algorithm != Algorithm.CALQL;
        assertThat(metrics.getFirst().has("pretrain/validation_loss")).isEqualTo(clones);
        // evaluated when pre-training has ended, too
        assertThat(JsonLines.read(parent.resolve("whole/eval.jsonl"))).extracting(line -> line.get("step").asLong())
                .containsExactly(0L, 320L, 640L, 720L);
    }

    /** Most users of demonstrations mean to clone them. */
    @ParameterizedTest
    @CsvSource({"SWFP, are mixed into batches and not cloned", "RLPD, ", "DPPO, are not used"})
    void run_demonstrationsWithoutPreTraining_warns(Algorithm algorithm, @Nullable String warning) throws IOException {
        Path file = parent.resolve("demonstrations.safetensors");
        DemonstrationFile.write(file, demonstrations());
        begin(ConfigYaml.with(TinyRun.config(algorithm, 2, 9, 4, 1000), Map.of("demonstrations", file.toString())),
                parent.resolve("run"), 0);
        if (warning == null) {
            assertThat(warnings).isEmpty();
        } else {
            assertThat(warnings).singleElement().asString().contains(warning);
        }
    }

    @Test
    void run_evaluationsAsFrequentAsIterations_preTrainingIsEvaluatedOnceInTheEnd() throws IOException {
        begin(preTrained(1), parent.resolve("run"), 0);
        // 120 updates are three iterations of at most 50, all at step 0
        assertThat(steps(parent.resolve("run/metrics.jsonl"))).containsExactly(0L, 0L, 0L, 80L, 160L);
        assertThat(steps(parent.resolve("run/eval.jsonl"))).containsExactly(0L, 80L, 160L);
        // every 500 updates, and in the end
        assertThat(JsonLines.read(parent.resolve("run/metrics.jsonl"))).extracting(line -> line.has("pretrain/validation_loss"))
                .containsExactly(false, false, true, false, false);
    }

    @Test
    void resume_killedDuringPreTraining_writesEachRowOnce() throws IOException {
        RunConfig config = preTrained(1000);
        begin(config, parent.resolve("whole"), 0);

        Path folder = parent.resolve("killed");
        Path saved = parent.resolve("saved");
        // stopped after the second iteration of pre-training: what is kept of this one is its checkpoint
        stopAfter(2, Trainer.begin(config, TinyEnv::new, RunDirectory.create(folder, config), stopping));
        copy(folder.resolve("checkpoints"), saved);
        assertThat(steps(folder.resolve("metrics.jsonl"))).containsExactly(0L, 0L);
        stopAfter(2, Trainer.resume(config, TinyEnv::new, RunDirectory.open(folder), stopping));
        assertThat(steps(folder.resolve("metrics.jsonl"))).containsExactly(0L, 0L, 0L, 80L);
        assertThat(steps(folder.resolve("eval.jsonl"))).containsExactly(0L);
        copy(saved, folder.resolve("checkpoints"));

        resume(config, folder, 0);
        assertSameRun(folder, parent.resolve("whole"));
        assertThat(steps(folder.resolve("metrics.jsonl"))).containsExactly(0L, 0L, 0L, 80L, 160L);
        // TensorBoard's: those of the process that came to nothing are gone, and no tag has two values
        List<Path> events = EventFile.in(folder);
        assertThat(events).hasSize(2);
        int losses = 0;
        for (Path file : events) {
            losses += occurrences(Files.readAllBytes(file), "pretrain/loss");
        }
        assertThat(losses).isEqualTo(3);
    }

    @Test
    void resume_checkpointOfAnOlderVersion_theLogIsCutByTheStep() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.RLPD, 1, 3, 1, 1000);
        Path folder = parent.resolve("run");
        begin(config, folder, 160);
        Path manifest = folder.resolve("checkpoints/step-000000000160.json");
        String text = Files.readString(manifest);
        String old = text.replaceFirst("(?s),\\s*\"log_bytes\" : \\{.*?\\}", "")
                .replaceFirst(",\\s*\"manifest_sha256\" : \"[0-9a-f]{64}\"", "")
                .replace("\"version\" : 2", "\"version\" : 1");
        assertThat(old).isNotEqualTo(text).doesNotContain("metrics.jsonl");
        Files.writeString(manifest, old);
        Files.writeString(folder.resolve("metrics.jsonl"), "{\"step\":240}\n", StandardOpenOption.APPEND);
        resume(config, folder, 0);
        assertThat(steps(folder.resolve("metrics.jsonl"))).containsExactly(80L, 160L, 240L);
        assertThat(JsonLines.read(folder.resolve("metrics.jsonl")).getLast().size()).isGreaterThan(1);
    }

    /** Three iterations of pre-training and two of training. */
    private RunConfig preTrained(int evaluationIterations) throws IOException {
        Path file = parent.resolve("demonstrations.safetensors");
        DemonstrationFile.write(file, demonstrations());
        return ConfigYaml.with(TinyRun.config(Algorithm.SWFP, 1, 2, evaluationIterations, 1000), Map.of(
                "demonstrations", file.toString(), "pretrainUpdates", "120", "validationShare", "0.25"));
    }

    /** Counts iterations, and stops when there are enough. */
    private static final class Counting implements TrainListener {
        private @Nullable Trainer trainer;
        private int left;

        @Override
        public void progress(Progress now) {
            if (--left == 0 && trainer != null) {
                trainer.stop();
            }
        }
    }

    private final Counting stopping = new Counting();

    private void stopAfter(int iterations, Trainer trainer) throws IOException {
        try (trainer) {
            stopping.trainer = trainer;
            stopping.left = iterations;
            trainer.run();
        }
    }

    private static List<Long> steps(Path file) throws IOException {
        return JsonLines.read(file).stream().map(line -> line.get("step").asLong()).toList();
    }

    private static int occurrences(byte[] in, String text) {
        String all = new String(in, StandardCharsets.ISO_8859_1);
        return all.split(Pattern.quote(text), -1).length - 1;
    }

    /** The files of a folder, in place of those that another holds. */
    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> old = Files.list(to); Stream<Path> files = Files.list(from)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void resume_replayMissing_saysWhichFile() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.SWFP, 1, 4, 2, 1000);
        Path folder = parent.resolve("run");
        begin(config, folder, 160);
        Files.delete(folder.resolve("replay/replay-000001.safetensors"));
        assertThatThrownBy(() -> resume(config, folder, 0)).isInstanceOf(IOException.class)
                .hasMessageContaining("replay-000001.safetensors");
    }

    @Test
    void begin_demonstrationsOfOtherShapes_refused() throws IOException {
        Path file = parent.resolve("demonstrations.safetensors");
        DemonstrationFile.write(file, new Demonstrations(3, 1, new float[3], new float[1], new float[1], new float[3],
                new boolean[1], new boolean[1], new int[1]));
        RunConfig config = ConfigYaml.with(
                TinyRun.config(Algorithm.SWFP, 1, 4, 2, 1000), Map.of("demonstrations", file.toString()));
        assertThatThrownBy(() -> begin(config, parent.resolve("run"), 0)).isInstanceOf(InvalidValueException.class)
                .hasMessage("the demonstrations' observations and actions have 3 and 1 components, the environment's have 2 and 1");
        RunConfig without = ConfigYaml.with(TinyRun.config(Algorithm.SWFP, 1, 4, 2, 1000), Map.of("pretrainUpdates", "5"));
        assertThatThrownBy(() -> begin(without, parent.resolve("without"), 0)).isInstanceOf(InvalidValueException.class)
                .hasMessageContaining("loop.pretrainUpdates: 5 is not possible without demonstrations");
    }

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"SWFP", "RLPD", "CALQL", "IBRL", "FQL", "QC"})
    void begin_demonstratedActionsBeyondTheBounds_refused(Algorithm algorithm) throws IOException {
        Path file = parent.resolve("wide.safetensors");
        Demonstrations wide = demonstrations();
        wide.action()[7] = -1.25f;
        DemonstrationFile.write(file, wide);
        RunConfig config = ConfigYaml.with(
                TinyRun.config(algorithm, 1, 4, 2, 1000), Map.of("demonstrations", file.toString()));
        assertThatThrownBy(() -> begin(config, parent.resolve("run"), 0)).isInstanceOf(InvalidValueException.class)
                .hasMessage("the demonstrated actions of 1 of 40 steps go beyond [-1, 1], which environments take, the farthest "
                        + "to 1.25: advect data convert --action-scale=0.800 brings them there");
    }

    /** As its metrics and networks are; how the replay buffer is spread over files depends on when it was saved. */
    static void assertSameRun(Path actual, Path expected) throws IOException {
        for (String file : List.of("metrics.jsonl", "eval.jsonl")) {
            assertThat(TinyRun.timeless(actual.resolve(file))).as(file).isEqualTo(TinyRun.timeless(expected.resolve(file)));
        }
        StateDict a = RunDirectory.open(actual).checkpoints().load("latest").state();
        StateDict e = RunDirectory.open(expected).checkpoints().load("latest").state();
        List<String> networks = e.names().stream()
                .filter(name -> e.type(name) == DType.F32 && !name.startsWith("replay.")).toList();
        assertThat(networks).hasSizeGreaterThan(5).contains("policy.parameters", "collector.decision");
        for (String name : networks) {
            assertThat(a.floats(name)).as(name).isEqualTo(e.floats(name));
        }
        assertThat(a.longs("loop.random")).isEqualTo(e.longs("loop.random"));
    }

    /** Eight episodes of five steps, all with the action 0.5. */
    static Demonstrations demonstrations() {
        int n = 40;
        float[] action = new float[n];
        Arrays.fill(action, 0.5f);
        boolean[] truncated = new boolean[n];
        int[] starts = new int[8];
        float[] observation = new float[2 * n];
        float[] next = new float[2 * n];
        for (int i = 0; i < n; i++) {
            truncated[i] = i % 5 == 4;
            starts[i / 5] = i / 5 * 5;
            observation[2 * i + 1] = i % 5;
            next[2 * i + 1] = i % 5 + 1;
        }
        return new Demonstrations(2, 1, observation, action, new float[n], next, new boolean[n], truncated, starts);
    }
}
