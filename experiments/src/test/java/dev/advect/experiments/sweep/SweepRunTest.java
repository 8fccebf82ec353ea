package dev.advect.experiments.sweep;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.runs.LocalRuns;
import dev.advect.experiments.runs.Measured;
import dev.advect.experiments.runs.Measured.Policies;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
import dev.advect.experiments.sweep.Trial.Score;
import dev.advect.io.JsonLines;
import dev.advect.onpolicy.fpo.FpoSettings;
import dev.advect.train.Algorithm;
import dev.advect.train.Evaluation;
import dev.advect.train.PresetFile;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunException;
import dev.advect.train.RunInUseException;
import dev.advect.train.TrainListener;
import dev.advect.train.TrainingHistory;
import dev.advect.train.TrainingHistory.Point;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SweepRunTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** A point on a line is drawn to 0.5. */
    private static final class Line implements SavableEnv {
        private float x;

        @Override
        public EnvSpec spec() {
            return EnvSpec.of("line", 1, 1, 20);
        }

        @Override
        public void reset(RandomGenerator random, float[] observation) {
            x = random.nextFloat(-1, 1);
            observation[0] = x;
        }

        @Override
        public void step(float[] action, Step out) {
            x += 0.1f * action[0];
            out.observation[0] = x;
            out.reward = -Math.abs(x - 0.5);
        }

        @Override
        public void save(DataOutput out) throws IOException {
            out.writeFloat(x);
        }

        @Override
        public void load(DataInput in) throws IOException {
            x = in.readFloat();
        }
    }

    private static SweepSettings settings(int trials) {
        return settings(trials, Map.of("loop.learningRate", "log(1e-4,1e-2)"), 900);
    }

    private static SweepSettings settings(int trials, Map<String, String> searched, long steps) {
        Map<String, String> small = Map.of("loop.envs", "4", "loop.unroll", "8", "loop.unrollsPerEnv", "1",
                "loop.minibatches", "2", "loop.epochs", "1", "policyHidden", "[8]", "valueHidden", "[8]", "evaluationEpisodes", "2");
        return new SweepSettings("line", Algorithm.FPO, "cpu", small, searched, new Asha(3, 3), Proposals.TPE, 0, trials, 2, 2,
                new Budget(steps, 0, 1, 4));
    }

    private static SweepRun open(SweepSettings settings, Path where) throws IOException {
        return new SweepRun(settings, where, _ -> Line::new);
    }

    private static SweepReport sweep(SweepSettings settings, Path where, SweepListener listener, RunExecutor executor)
            throws IOException {
        try (SweepRun run = open(settings, where)) {
            return Objects.requireNonNull(run.run(listener, executor));
        }
    }

    /** Returns are the higher the nearer the learning rate is to 0.001, and the longer the training. */
    private static final class Formula implements RunExecutor {
        private final List<RunJob> jobs = new ArrayList<>();
        /** The number of jobs after which the process is as good as killed. */
        private int left;

        Formula(int left) {
            this.left = left;
        }

        @Override
        public int parallel() {
            return 1;
        }

        @Override
        public Measured run(RunJob job, TrainListener listener, Consumer<Runnable> stopper) {
            if (left-- == 0) {
                throw new Killed();
            }
            jobs.add(job);
            RunConfig config = job.config();
            double mean = mean(config);
            Evaluation evaluation = Evaluation.of(new double[] {mean}, new long[] {1});
            return new Measured(config.steps(), 1, new TrainingHistory(1, 1, null, null, List.of(new Point(config.steps(), 1, mean, 1))),
                    job.episodes() == 0 ? null : new Policies(true, evaluation, evaluation, config.steps(), evaluation));
        }

        static double mean(RunConfig config) {
            double rate = ((FpoSettings) config.algorithm()).loop().learningRate();
            return 100 - 10 * Math.abs(Math.log10(rate) + 3) + config.steps() / 1000.0;
        }
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /** A listener that notes nothing. */
    private static final class Silent implements SweepListener {
        private final List<String> failures = new ArrayList<>();

        @Override
        public Follower begins(Trial trial, double fraction) {
            return () -> {};
        }

        @Override
        public Follower begins(Cell cell, int number, int count) {
            return () -> {};
        }

        @Override
        public void scored(Trial trial, Score score) {}

        @Override
        public void failed(Trial trial) {
            failures.add(String.valueOf(trial.failure()));
        }

        @Override
        public void ended(Row row) {}

        @Override
        public void failed(Cell cell, Exception why) {
            failures.add(String.valueOf(why.getMessage()));
        }

        @Override
        public void stopBy(Runnable ask) {}

        @Override
        public boolean stopRequested() {
            return false;
        }
    }

    @Test
    void sweep_findsTheBest_andReportsItOnSeedsThatNothingWasChosenBy() throws IOException {
        Formula executor = new Formula(-1);

        SweepReport report = sweep(settings(18), folder, new Silent(), executor);

        List<RunJob> search = executor.jobs.stream().filter(job -> job.episodes() == 0).toList();
        assertThat(search).allMatch(job -> job.config().seed() == 0);
        // 18 at 100 steps, ⌊18/3⌋ at 300, ⌊6/3⌋ at 900
        assertThat(search.stream().map(job -> job.config().steps())).containsOnly(100L, 300L, 900L);
        assertThat(search.stream().filter(job -> job.config().steps() == 100)).hasSize(18);
        assertThat(search.stream().filter(job -> job.config().steps() == 300)).hasSizeBetween(6, 9); // decided at once
        List<RunJob> repeated = executor.jobs.stream().filter(job -> job.folder().startsWith(folder.resolve("repetitions"))).toList();
        assertThat(repeated).extracting(job -> job.config().seed()).containsExactly(1L, 1L, 2L, 2L);
        List<RunJob> last = executor.jobs.stream().filter(job -> job.folder().startsWith(folder.resolve("final"))).toList();
        assertThat(last).extracting(job -> job.config().seed()).containsExactly(3L, 3L, 4L, 4L);
        assertThat(last.getFirst().episodeSeed()).isNotEqualTo(repeated.getFirst().episodeSeed());
        double rate = Double.parseDouble(report.best().value("loop.learningRate"));
        assertThat(rate).isBetween(5e-4, 2e-3);
        assertThat(report.markdown()).contains("| " + report.best().name() + " | 2 | ", "| preset | 2 | ");
        assertThat(folder.resolve("sweep.png")).isNotEmptyFile();
        PresetFile file = PresetFile.read(report.preset());
        assertThat(file.env()).contains("line");
        FpoSettings chosen = (FpoSettings) file.over(Presets.of("cpu", Algorithm.FPO, "line")).algorithm();
        assertThat(chosen.loop().learningRate()).isEqualTo(rate);
        assertThat(chosen.loop().epochs()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 9, 13, 14})
    void sweep_killedInBetween_goesOnAsIfItHadNotBeen(int jobs) throws IOException {
        Path whole = folder.resolve("whole");
        Map<String, Object> expected = sweep(settings(9), whole, new Silent(), new Formula(-1)).values();
        Path killed = folder.resolve("killed");
        assertThatThrownBy(() -> sweep(settings(9), killed, new Silent(), new Formula(jobs))).isInstanceOf(Killed.class);
        Files.writeString(killed.resolve("sweep.jsonl"), "{\"event\":\"prop", StandardOpenOption.APPEND);

        Map<String, Object> resumed = sweep(settings(9), killed, new Silent(), new Formula(-1)).values();

        assertThat(JsonLines.read(killed.resolve("sweep.jsonl"))).isEqualTo(JsonLines.read(whole.resolve("sweep.jsonl")));
        assertThat(without(resumed)).isEqualTo(without(expected));
    }

    private static Map<String, Object> without(Map<String, Object> values) {
        Map<String, Object> rest = new LinkedHashMap<>(values);
        rest.remove("file");
        return rest;
    }

    @Test
    void sweep_promotedTrial_endsAsARunWithoutAPause() throws IOException {
        SweepReport report = sweep(settings(3), folder, new Silent(), new LocalRuns(_ -> Line::new, 1));

        Trial promoted = report.trials().stream().max((a, b) -> a.scores().size() - b.scores().size()).orElseThrow();
        assertThat(promoted.scores()).hasSize(2);
        RunConfig config = settings(3).config(promoted.values(), 1);
        Measured straight = Objects.requireNonNull(new LocalRuns(_ -> Line::new, 1)
                .run(RunJob.training(folder.resolve("straight"), config), new TrainListener() {}, _ -> {}));
        assertThat(promoted.scores().getLast().mean()).isEqualTo(straight.training().curve().getLast().mean());
    }

    @Test
    void sweep_withTwoThreads_triesAsMany() throws IOException {
        SweepReport report = sweep(settings(6), folder, new Silent(), new LocalRuns(_ -> Line::new, 2));

        assertThat(report.trials()).hasSize(6).allMatch(trial -> !trial.scores().isEmpty());
    }

    /** Begins a sweep in the folder, whose process is ended during the first trial. */
    private void begin() {
        assertThatThrownBy(() -> sweep(settings(3), folder, new Silent(), new Formula(0))).isInstanceOf(Killed.class);
    }

    /** A cluster that cannot be reached, for instance, keeps a sweep from being begun. */
    @Test
    void sweep_withoutAProposal_leavesTheFolderToAnother() throws IOException {
        open(settings(3), folder).close();

        assertThat(folder.resolve("sweep.jsonl")).doesNotExist();
        open(settings(3, Map.of("loop.learningRate", "log(1e-4,1e-3)"), 900), folder).close();
    }

    @Test
    void sweep_ofAKeyThatHasAValueByItsOtherName_isRefused() {
        assertThatThrownBy(() -> open(settings(3, Map.of("envs", "int(2,4)"), 900), folder)).isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("--set=loop.envs is not possible with a distribution of the same key");
    }

    @Test
    void sweep_ofAnotherDefinition_isRefused_butMoreTrialsAreNot() throws IOException {
        begin();

        open(settings(5), folder).close();
        assertThatThrownBy(() -> open(settings(3, Map.of("loop.learningRate", "log(1e-4,1e-3)"), 900), folder))
                .hasMessageContaining("another value of 'set loop.learningRate', log(1e-4,1e-2) instead of log(1e-4,1e-3)");
    }

    @Test
    void sweep_ofAFolderThatAnotherProcessUses_isRefused_untilThatEnds() throws IOException {
        try (SweepRun _ = open(settings(3), folder)) {
            assertThatThrownBy(() -> open(settings(3), folder)).isInstanceOf(RunInUseException.class).hasMessage(
                    "another process runs the sweep in " + folder + ": wait for its end, or name another folder with --out");
        }

        begin();
        assertThatThrownBy(() -> open(settings(3, Map.of("loop.learningRate", "log(1e-4,1e-3)"), 900), folder))
                .hasMessageContaining("another value");
        open(settings(3), folder).close(); // the one that was refused holds nothing
    }

    @Test
    void sweep_numbersOfTrialsThatTwoProcessesGave_areRefused() throws IOException {
        begin();
        String proposal = "{\"event\":\"propose\",\"trial\":0,\"rung\":0,\"values\":{\"loop.learningRate\":\"0.001\"}}\n";
        Files.writeString(folder.resolve("sweep.jsonl"), proposal, StandardOpenOption.APPEND);

        assertThatThrownBy(() -> open(settings(3), folder)).isInstanceOf(RunException.class)
                .hasMessage(folder.resolve("sweep.jsonl") + " is damaged: trial 0 was proposed as number 1");
    }

    @Test
    void sweep_valuesThatDoNotGoTogether_failATrial_allOfThemTheSweep() throws IOException {
        Silent listener = new Silent();
        RunExecutor never = new RunExecutor() {
            @Override
            public int parallel() {
                return 1;
            }

            @Override
            public @Nullable Measured run(RunJob job, TrainListener watching, Consumer<Runnable> stopper) {
                throw new EnvException("broken");
            }
        };

        assertThatThrownBy(() -> sweep(settings(9), folder, listener, never))
                .hasMessage("all 3 trials failed, the last one because of this: broken");
        assertThat(listener.failures).containsExactly("broken", "broken", "broken");
    }
}
