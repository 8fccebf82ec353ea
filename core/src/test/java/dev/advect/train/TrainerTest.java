package dev.advect.train;

import com.fasterxml.jackson.databind.JsonNode;
import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;
import dev.advect.env.TinyEnv;
import dev.advect.io.Checkpoint;
import dev.advect.io.CheckpointException;
import dev.advect.io.Checkpoints;
import dev.advect.io.JsonLines;
import dev.advect.io.Safetensors;
import dev.advect.io.StateDict;
import dev.advect.nn.Tensors;
import dev.advect.nn.Workers;
import dev.advect.nn.vector.Vectors;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.policy.Acting;
import dev.advect.policy.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import javax.imageio.ImageIO;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class TrainerTest {
    private static final double NEVER = 1000;

    @TempDir
    Path parent;

    /** What the trainer tells. */
    private static final class Told implements TrainListener {
        final List<Long> saved = new ArrayList<>();
        final List<Long> evaluated = new ArrayList<>();
        final List<Double> best = new ArrayList<>();
        final List<Progress> progress = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();

        @Override
        public void progress(Progress now) {
            progress.add(now);
        }

        @Override
        public void evaluated(long step, Evaluation evaluation, boolean isBest) {
            evaluated.add(step);
            if (isBest) {
                best.add(evaluation.mean());
            }
        }

        @Override
        public void saved(long step, Path folder) {
            saved.add(step);
        }

        @Override
        public void warned(String message) {
            warnings.add(message);
        }
    }

    private final Told told = new Told();

    @ParameterizedTest
    @EnumSource(value = Algorithm.class, names = {"FPO", "PPO"})
    void run_toTheEnd_leavesACompleteRunDirectory(Algorithm algorithm) throws IOException {
        RunConfig config = TinyRun.config(algorithm, 2, 7, 3, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            trainer.run();
            assertThat(trainer.steps()).isEqualTo(560);
            assertThat(trainer.lastEvaluation()).isNotNull();
        }
        // evaluated after 3 and 6 iterations, and at the end
        assertThat(told.evaluated).containsExactly(240L, 480L, 560L);
        assertThat(told.saved).containsExactly(0L, 240L, 480L, 560L);
        assertThat(told.warnings).isEmpty();
        assertThat(told.progress).extracting(Progress::steps).containsExactly(80L, 160L, 240L, 320L, 400L, 480L, 560L);
        assertThat(told.progress.getLast().fraction()).isEqualTo(1);
        assertThat(told.progress.getLast().stepsPerSecond()).isPositive();
        assertThat(told.progress.getLast().trainingReturn()).isBetween(-12.0, 0.0);

        List<JsonNode> metrics = JsonLines.read(directory.folder().resolve("metrics.jsonl"));
        assertThat(metrics).extracting(line -> line.get("step").asLong())
                .containsExactly(80L, 160L, 240L, 320L, 400L, 480L, 560L);
        double seconds = 0;
        for (JsonNode line : metrics) {
            assertThat(line.get("time/seconds").asDouble()).isGreaterThan(seconds);
            seconds = line.get("time/seconds").asDouble();
            assertThat(line.get("policy/ratio_mean").asDouble()).isBetween(0.5, 2.0);
            assertThat(line.get("update/skipped").asDouble()).isZero();
            assertThat(line.get("episode/count").asDouble()).isPositive();
        }
        List<JsonNode> evaluations = JsonLines.read(directory.folder().resolve("eval.jsonl"));
        assertThat(evaluations).extracting(line -> line.get("step").asLong()).containsExactly(240L, 480L, 560L);
        assertThat(evaluations.get(0).get("episodes").asInt()).isEqualTo(8);
        assertThat(evaluations.get(0).has("sampled/mean")).isEqualTo(algorithm == Algorithm.FPO_PLUS_PLUS);
        assertThat(metrics.get(0).has("policy/straightness")).isEqualTo(algorithm != Algorithm.PPO);
        assertThat(evaluations.get(0).get("min").asDouble())
                .isLessThanOrEqualTo(evaluations.get(0).get("mean").asDouble());

        Checkpoints checkpoints = directory.checkpoints();
        assertThat(checkpoints.latest()).contains(560L);
        Checkpoints.Best best = checkpoints.best().orElseThrow();
        assertThat(best.score()).isEqualTo(told.best.getLast());
        assertThat(best.score()).isEqualTo(
                evaluations.stream().mapToDouble(line -> line.get("mean").asDouble()).max().orElseThrow());
        assertThat(checkpoints.list()).extracting(Checkpoint::step).contains(480L, 560L, best.step()).hasSizeLessThan(4);
        assertThat(checkpoints.load("best").checkpoint().extras()).containsEntry("env", "tiny")
                .containsEntry("algo", ConfigYaml.name(algorithm)).containsEntry("observation_size", 2)
                .containsEntry("action_size", 1).containsEntry("policy_hidden", List.of(8)).containsKey("seconds");

        assertThat(ImageIO.read(directory.folder().resolve("curve.png").toFile()).getWidth()).isEqualTo(1000);
        assertThat(directory.config()).isEqualTo(config);
        try (Stream<Path> files = Files.list(directory.folder())) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())).map(
                    name -> name.startsWith("events.out.tfevents.") ? "events" : name))
                    .containsExactlyInAnyOrder(
                            ".lock", "config.yaml", "metrics.jsonl", "eval.jsonl", "curve.png", "checkpoints", "events");
        }
    }

    @Test
    void stop_endsAfterTheIteration_savesAndDoesNotEvaluate_resumeGoesOnAsIfNothingHadBeen() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 9, 4, NEVER);
        RunDirectory whole = RunDirectory.create(parent.resolve("whole"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, whole, told)) {
            trainer.run();
        }
        RunDirectory stopped = RunDirectory.create(parent.resolve("stopped"), config);
        Told first = new Told();
        Trainer[] self = new Trainer[1];
        TrainListener stopping = new TrainListener() {
            @Override
            public void progress(Progress now) {
                if (now.steps() == 5 * TinyRun.ITERATION) {
                    self[0].stop();
                }
            }

            @Override
            public void saved(long step, Path folder) {
                first.saved(step, folder);
            }
        };
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, stopped, stopping)) {
            self[0] = trainer;
            trainer.run();
            assertThat(trainer.steps()).isEqualTo(400);
        }
        assertThat(first.saved).containsExactly(0L, 320L, 400L);
        Told second = new Told();
        try (Trainer trainer = Trainer.resume(config, TinyEnv::new, RunDirectory.open(stopped.folder()), second)) {
            assertThat(trainer.steps()).isEqualTo(400);
            trainer.run();
        }
        assertThat(second.warnings).isEmpty();
        assertThat(second.evaluated).containsExactly(640L, 720L);
        assertSameRun(stopped.folder(), whole.folder());
        // seconds go on, too
        List<JsonNode> metrics = JsonLines.read(stopped.folder().resolve("metrics.jsonl"));
        assertThat(metrics.get(5).get("time/seconds").asDouble())
                .isGreaterThan(metrics.get(4).get("time/seconds").asDouble());
    }

    @Test
    void resume_withABiggerBudget_goesOn() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.PPO, 1, 4, 2, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            trainer.run();
        }
        RunConfig longer = TinyRun.config(Algorithm.PPO, 1, 6, 2, NEVER);
        RunDirectory whole = RunDirectory.create(parent.resolve("whole"), longer);
        try (Trainer trainer = Trainer.begin(longer, TinyEnv::new, whole, told)) {
            trainer.run();
        }
        try (Trainer trainer = Trainer.resume(longer, TinyEnv::new, directory, told)) {
            trainer.run();
            assertThat(trainer.steps()).isEqualTo(480);
        }
        assertSameRun(directory.folder(), whole.folder());
    }

    @Test
    void resume_minutesSpent_ends() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.PPO, 1, 1_000_000, 1_000_000, NEVER);
        RunConfig limited = new RunConfig(config.env(), config.algo(), config.preset(), config.seed(), config.threads(),
                config.steps(), 0.005, config.evaluationSteps(), config.evaluationEpisodes(), config.evaluateBothWays(),
                config.checkpointMinutes(), config.checkpointsKept(), config.health(), config.algorithm());
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), limited);
        long steps;
        try (Trainer trainer = Trainer.begin(limited, TinyEnv::new, directory, told)) {
            trainer.run();
            steps = trainer.steps();
        }
        assertThat(steps).isPositive().isLessThan(config.steps());
        assertThat(told.evaluated).containsExactly(steps);
        // 0.3 s are spent: nothing is left of the budget when it is resumed
        try (Trainer trainer = Trainer.resume(limited, TinyEnv::new, directory, told)) {
            trainer.run();
            assertThat(trainer.steps()).isEqualTo(steps);
        }
    }

    @Test
    void run_updatesThatAreNotFinite_leaveAReport_onceARun() throws IOException {
        RunConfig config = ConfigYaml.with(TinyRun.config(Algorithm.FPO, 1, 4, 4, NEVER), Map.of("learningRate", "1e30"));
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            // the policy's next action is not a number
            assertThatThrownBy(trainer::run).isInstanceOf(EnvException.class).hasMessageContaining("diverged");
        }
        assertThat(told.warnings).filteredOn(warning -> warning.contains("not finite: ")).hasSize(1).first().asString()
                .startsWith("step 80: the first number that is not finite: ").endsWith("advect debug " + directory.folder());
        Safetensors.Contents contents = Safetensors.read(directory.failure());
        assertThat(contents.metadata()).containsEntry("step", "80").containsKey("what");
        assertThat(contents.state().shape("data.observation")).containsExactly(4, 10);

        RunConfig silent = ConfigYaml.with(config, Map.of("health.report", "false"));
        RunDirectory other = RunDirectory.create(parent.resolve("silent"), silent);
        try (Trainer trainer = Trainer.begin(silent, TinyEnv::new, other, told)) {
            assertThatThrownBy(trainer::run).isInstanceOf(EnvException.class);
        }
        assertThat(other.failure()).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void run_returnThatFalls_raisesTheAlarm_andGoesBackIfAsked(boolean back) throws IOException {
        // until the second evaluation has been done, and from the first one on, steps pay ten more
        EnvFactory factory = () -> paying(() -> told.evaluated.size() == 1 ? 10 : 0);
        RunConfig config = ConfigYaml.with(TinyRun.config(Algorithm.FPO, 1, 5, 1, NEVER),
                Map.of("health.returnToBest", String.valueOf(back)));
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, factory, directory, told)) {
            trainer.run();
        }
        assertThat(told.warnings).hasSize(1).first().asString().startsWith("step 320: the return fell from ")
                .contains(back ? "back to the best checkpoint, at half the learning rate" : "see docs/guides/health.md");
        assertThat(directory.checkpoints().best().orElseThrow().step()).isEqualTo(160);
        List<JsonNode> metrics = JsonLines.read(directory.folder().resolve("metrics.jsonl"));
        assertThat(metrics).extracting(line -> line.get("step").asLong()).containsExactly(80L, 160L, 240L, 320L, 400L);
        assertThat(metrics.getLast().get("policy/learning_rate").asDouble()).isEqualTo(back ? 1.5e-3 : 3e-3);
    }

    @Test
    void run_returnThatFalls_isStabilisedIfAsked_andResumesSo() throws IOException {
        EnvFactory factory = () -> paying(() -> told.evaluated.size() == 1 ? 10 : 0);
        RunConfig config = ConfigYaml.with(TinyRun.config(Algorithm.FPO, 1, 5, 1, NEVER), Map.of(
                "health.stabilise", "true"));
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, factory, directory, told)) {
            trainer.run();
        }
        assertThat(told.warnings).singleElement().asString().startsWith("step 320: the return fell from ").endsWith(
                "in a row; from here on a moving average of 0.99, half the epochs, advantages as they are");
        // two epochs of four minibatches in four iterations, then one
        assertThat(directory.checkpoints().load("latest").state().longs("policy_adam.steps")).containsExactly(32 + 4);
        RunConfig longer = ConfigYaml.with(config, Map.of("steps", "560"));
        try (Trainer trainer = Trainer.resume(longer, factory, directory, told)) {
            trainer.run();
        }
        StateDict state = directory.checkpoints().load("latest").state();
        assertThat(state.longs("policy_adam.steps")).containsExactly(32 + 4 + 8);
        assertThat(state.longs("averaged")).containsExactly(3);
        assertThat(state.floats("policy.parameters")).isNotEqualTo(state.floats("trained_policy.parameters"));
    }

    private static Env paying(DoubleSupplier bonus) {
        Env env = TinyEnv.notSavable();
        return new Env() {
            @Override
            public EnvSpec spec() {
                return env.spec();
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                env.reset(random, observation);
            }

            @Override
            public void step(float[] action, Step out) {
                env.step(action, out);
                out.reward += bonus.getAsDouble();
            }
        };
    }

    @Test
    void resume_stoppedBeforeTheFirstCheckpoint_beginsFromTheStart() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 4, 2, NEVER);
        RunDirectory whole = RunDirectory.create(parent.resolve("whole"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, whole, told)) {
            trainer.run();
        }
        Path folder = parent.resolve("killed");
        RunDirectory killed = RunDirectory.create(folder, config);
        assertThat(killed.lastCheckpoint()).isEmpty();
        // the trainer was made, but saved nothing; a tensor file without its manifest is no checkpoint
        Trainer.begin(config, TinyEnv::new, killed, told).close();
        Files.writeString(folder.resolve("checkpoints/step-000000000000.safetensors"), "torn");
        assertThat(killed.lastCheckpoint()).isEmpty();
        assertThat(told.warnings).isEmpty();
        try (Trainer trainer = Trainer.resume(config, TinyEnv::new, RunDirectory.open(folder), told)) {
            trainer.run();
        }
        assertThat(told.warnings).containsExactly("step 0: no checkpoint had been saved yet: the run begins from its start");
        assertSameRun(folder, whole.folder());
        assertThat(killed.lastCheckpoint().map(Checkpoint::step)).contains(320L);
    }

    @Test
    void resume_checkpointsDamagedOrDeleted_doesNotBeginAnew() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 2, 1, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            trainer.run();
        }
        Path checkpoints = directory.folder().resolve("checkpoints");
        List<Path> files;
        try (Stream<Path> all = Files.list(checkpoints)) {
            files = all.toList();
        }
        for (Path file : files) {
            Files.writeString(file, "");
        }
        assertThatThrownBy(() -> Trainer.resume(config, TinyEnv::new, directory, told))
                .isInstanceOf(CheckpointException.class);
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        assertThatThrownBy(() -> Trainer.resume(config, TinyEnv::new, directory, told))
                .isInstanceOf(RunException.class).hasMessageContaining("has metrics but no checkpoints");
        assertThat(JsonLines.read(directory.metrics())).hasSize(2);
    }

    @Test
    void begin_inAFolderThatWasTrainedIn_refused() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 1, 1, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            trainer.run();
        }
        assertThatThrownBy(() -> Trainer.begin(config, TinyEnv::new, directory, told)).isInstanceOf(RunException.class)
                .hasMessageContaining("exists already: continue it with --resume");
    }

    @Test
    void close_oneThatFails_doesNotKeepTheOthersOpen() throws IOException {
        AtomicInteger closed = new AtomicInteger();
        EnvFactory factory = () -> new Env() {
            @Override
            public EnvSpec spec() {
                return TinyEnv.SPEC;
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {}

            @Override
            public void step(float[] action, Step out) {}

            @Override
            public void close() {
                if (closed.incrementAndGet() == 3) {
                    throw new EnvException("cannot be closed");
                }
            }
        };
        RunConfig config = TinyRun.config(Algorithm.PPO, 1, 1, 1, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        Trainer trainer = Trainer.begin(config, factory, directory, told);
        closed.set(0); // of those that were asked for their shapes only
        assertThatThrownBy(trainer::close).isInstanceOf(EnvException.class).hasMessage("cannot be closed");
        assertThat(closed).hasValue(8);
        directory.lock().close(); // given back
    }

    @Test
    void begin_saysWhatComputes() throws IOException {
        List<String> said = new ArrayList<>();
        RunConfig config = TinyRun.config(Algorithm.PPO, 1, 1, 1, NEVER);
        try (Trainer _ = Trainer.begin(config, TinyEnv::new, RunDirectory.create(parent.resolve("run"), config),
                new TrainListener() {
                    @Override
                    public void computing(String how) {
                        said.add(how);
                    }
                })) {
            assertThat(said).containsExactly(Vectors.describe());
        }
        assertThat(Vectors.describe()).matches("vector instructions, (4|8|16) numbers at a time");
    }

    @Test
    void resume_latestDamaged_saysHowToGoOnFromAnother() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 2, 1, NEVER);
        RunDirectory directory = trained(config);
        Path checkpoints = directory.folder().resolve("checkpoints");
        Files.writeString(checkpoints.resolve(directory.lastCheckpoint().orElseThrow().file()), "");
        RunConfig longer = ConfigYaml.with(config, Map.of("steps", "240"));
        assertThatThrownBy(() -> Trainer.resume(longer, TinyEnv::new, directory, told)).isInstanceOf(CheckpointException.class)
                .hasMessageContaining("; intact: 80").hasMessageEndingWith("; hint: to go on from step 80, replace the content of "
                        + checkpoints.resolve("latest") + " by step-000000000080");
        Files.writeString(checkpoints.resolve("latest"), "step-000000000080");
        try (Trainer trainer = Trainer.resume(longer, TinyEnv::new, directory, told)) {
            assertThat(trainer.steps()).isEqualTo(80);
            trainer.run();
        }
        assertThat(directory.checkpoints().load("latest").checkpoint().step()).isEqualTo(240);
    }

    @Test
    void resume_rowsFromBeforeTheCheckpointAreMissing_saysSo() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 2, 1, NEVER);
        RunDirectory directory = trained(config);
        Files.writeString(directory.metrics(), "");
        Trainer.resume(config, TinyEnv::new, directory, told).close();
        assertThat(told.warnings).containsExactly("step 160: rows from before the checkpoint are missing: metrics.jsonl");
    }

    private RunDirectory trained(RunConfig config) throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            trainer.run();
        }
        return directory;
    }

    @Test
    void resume_checkpointOfAnotherShape_refusedByName() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 1, 1, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            trainer.run();
        }
        refused(directory, config, "policyHidden", "[8, 8]", "policy_hidden [8], this run has [8, 8]");
        refused(directory, config, "valueHidden", "[7]", "value_hidden [8], this run has [7]");
        refused(directory, config, "timeEmbedding", "6", "time_embedding 4, this run has 6");
        int envs = ((FpoSettings) config.algorithm()).loop().envs();
        refused(directory, config, "loop.envs", Integer.toString(2 * envs),
                "envs " + envs + ", this run has " + 2 * envs);
    }

    private void refused(RunDirectory directory, RunConfig config, String key, String value, String message) {
        RunConfig other = ConfigYaml.with(config, Map.of(key, value));
        assertThatThrownBy(() -> Trainer.resume(other, TinyEnv::new, directory, told))
                .isInstanceOf(RunException.class)
                .hasMessage("checkpoint step-000000000080 was made with " + message);
    }

    @Test
    void resume_ofARunThatHadEnded_writesNothingTwice() throws IOException {
        // evaluated after 3 iterations and at the end, after 4; then only at the end, after 3
        for (int iterations : new int[] {4, 3}) {
            RunConfig config = TinyRun.config(Algorithm.FPO, 1, iterations, 3, NEVER);
            RunDirectory directory = RunDirectory.create(parent.resolve("run" + iterations), config);
            try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
                trainer.run();
            }
            Path evaluations = directory.folder().resolve("eval.jsonl");
            String before = Files.readString(evaluations);
            try (Trainer trainer = Trainer.resume(config, TinyEnv::new, directory, told)) {
                trainer.run();
            }
            assertThat(Files.readString(evaluations)).isEqualTo(before);
        }
    }

    @Test
    void begin_refused_givesTheDirectoryBack() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 4, 2, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        RunConfig without = ConfigYaml.with(config, Map.of("pretrainUpdates", "5"));
        assertThatThrownBy(() -> Trainer.begin(without, TinyEnv::new, directory, told))
                .isInstanceOf(InvalidValueException.class);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            assertThat(trainer.steps()).isZero();
        }
    }

    @Test
    void begin_directoryInUse_refused() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 1, 1, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer _ = Trainer.begin(config, TinyEnv::new, directory, told)) {
            assertThatThrownBy(() -> Trainer.begin(config, TinyEnv::new, directory, told))
                    .isInstanceOf(RunException.class).hasMessageContaining("is in use");
        }
    }

    @Test
    void resume_environmentsNotSavable_warns() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 1, 2, 1, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::notSavable, directory, told)) {
            trainer.run();
        }
        assertThat(told.warnings).isEmpty();
        try (Trainer trainer = Trainer.resume(
                TinyRun.config(Algorithm.FPO, 1, 3, 1, NEVER), TinyEnv::notSavable, directory, told)) {
            trainer.run();
            assertThat(trainer.steps()).isEqualTo(240);
        }
        assertThat(told.warnings).containsExactly(
                "step 160: the state of tiny is not part of a checkpoint: its environments begin new episodes");
        assertThat(RunWarning.of(directory.folder())).containsExactly(new RunWarning(
                160, false, "the state of tiny is not part of a checkpoint: its environments begin new episodes"));
    }

    @Test
    void trainedPolicy_ofTheBestCheckpoint_actsAsItDidWhenItWasEvaluated() throws IOException {
        RunConfig config = TinyRun.config(Algorithm.FPO, 2, 6, 2, NEVER);
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, directory, told)) {
            trainer.run();
        }
        TrainedPolicy best = TrainedPolicy.load(directory, "best", TinyEnv::new, 2);
        assertThat(best.config()).isEqualTo(config);
        assertThat(best.checkpoint().step()).isEqualTo(directory.checkpoints().best().orElseThrow().step());
        try (Policy policy = best.policy();
                Workers workers = new Workers(2);
                Evaluator evaluator = new Evaluator(TinyEnv::new, policy, workers, 8, new Acting(true, 0))) {
            // the same seed and number of episodes as the run's own evaluations
            assertThat(evaluator.evaluate(policy, config.seed() + 0x5eed, true).mean())
                    .isEqualTo(directory.checkpoints().best().orElseThrow().score());
            // the normaliser is there: the walk's mean is near 0, the mean step is not
            float[] normalised = Tensors.floats(policy.norm().apply(Tensors.of(new float[] {0, 0}, 1, 2)));
            assertThat(normalised[1]).isLessThan(-0.5f);
            assertThat((double) normalised[0]).isCloseTo(0, within(0.3));
        }
        assertThatThrownBy(() -> TrainedPolicy.load(directory, "12345", TinyEnv::new, 1))
                .isInstanceOf(CheckpointException.class).hasMessageContaining("; intact: ");
    }

    /** The final tensors and all that was written down, the clock apart. */
    static void assertSameRun(Path actual, Path expected) throws IOException {
        for (String file : List.of("metrics.jsonl", "eval.jsonl")) {
            assertThat(TinyRun.timeless(actual.resolve(file))).as(file)
                    .isEqualTo(TinyRun.timeless(expected.resolve(file))).isNotEmpty();
        }
        Checkpoints a = RunDirectory.open(actual).checkpoints();
        Checkpoints e = RunDirectory.open(expected).checkpoints();
        assertThat(a.load("latest").checkpoint().step()).isEqualTo(e.load("latest").checkpoint().step());
        assertThat(a.load("latest").checkpoint().sha256()).isEqualTo(e.load("latest").checkpoint().sha256());
        assertThat(a.best()).isEqualTo(e.best());
        assertThat(a.load("best").checkpoint().sha256()).isEqualTo(e.load("best").checkpoint().sha256());
    }
}
