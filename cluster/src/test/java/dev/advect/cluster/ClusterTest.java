package dev.advect.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.advect.app.options.Environments;
import dev.advect.cluster.Wire.Order;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvException;
import dev.advect.env.EnvFactory;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.runs.ClusterService;
import dev.advect.experiments.runs.ClusterService.Request;
import dev.advect.experiments.runs.LocalRuns;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
import dev.advect.experiments.sweep.Asha;
import dev.advect.experiments.sweep.Proposals;
import dev.advect.experiments.sweep.SweepListener;
import dev.advect.experiments.sweep.SweepRun;
import dev.advect.experiments.sweep.SweepSettings;
import dev.advect.experiments.sweep.Trial;
import dev.advect.experiments.sweep.Trial.Score;
import dev.advect.io.StateDict;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Evaluation;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunInUseException;
import dev.advect.train.TrainListener;
import dev.advect.train.Trainer;
import org.apache.spark.TaskContext$;
import org.apache.spark.TaskContextImpl;
import org.apache.spark.scheduler.SparkListenerExecutorAdded;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Experiments, sweeps and training on clusters that consist of this machine. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterTest {
    private static final Map<String, String> SMALL = Map.of("loop.envs", "4", "loop.unroll", "8", "loop.unrollsPerEnv", "1",
            "loop.minibatches", "2", "loop.epochs", "1", "policyHidden", "[8]", "valueHidden", "[8]", "evaluationEpisodes", "2",
            "checkpointMinutes", "0.001");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    /** Spark starts no executor where its home has no folder for jars; ours are those of this class path. */
    @BeforeAll
    static void homeOfSpark() throws IOException {
        Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
    }

    private static Grid grid(long steps, Long... seeds) {
        return new Grid("title", List.of("bandit-2d"), List.of(Variant.of(Algorithm.FPO), Variant.of(Algorithm.PPO)),
                List.of(seeds), "cpu", SMALL, new Budget(steps, 0, 1, 4));
    }

    private static GridRun run(Grid grid, Path where) {
        return new GridRun(grid, where, name -> Environments.get(name).factory());
    }

    /** A listener that keeps what failed, and can ask for the end. */
    private static final class Listener implements SweepListener {
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
        private volatile boolean stopping;
        private volatile Runnable stop = () -> {};

        void stop() {
            stopping = true;
            stop.run();
        }

        @Override
        public Follower begins(Trial trial, double fraction) {
            return () -> {};
        }

        @Override
        public void scored(Trial trial, Score score) {}

        @Override
        public void failed(Trial trial) {
            failures.add(String.valueOf(trial.failure()));
        }

        @Override
        public Follower begins(Cell cell, int number, int count) {
            return () -> {};
        }

        @Override
        public void ended(Row row) {}

        @Override
        public void failed(Cell cell, Exception why) {
            failures.add(String.valueOf(why.getMessage()));
        }

        @Override
        public void stopBy(Runnable ask) {
            stop = ask;
        }

        @Override
        public boolean stopRequested() {
            return stopping;
        }
    }

    private static RunExecutor connect(String master, Path where, List<String> warnings) throws IOException {
        return ClusterService.find().connect(new Request(master, where, 1, 8, warnings::add));
    }

    /** The rows without what is measured by a clock, in a fixed order. */
    private static List<JsonNode> rows(Path where) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(where.resolve("rows.jsonl"))) {
            ObjectNode row = (ObjectNode) new ObjectMapper().readTree(line);
            row.remove("minutes");
            ((ObjectNode) row.get("training")).remove(List.of("seconds", "steps_per_second"));
            row.at("/training/curve").forEach(point -> ((ObjectNode) point).remove("seconds"));
            rows.add(row);
        }
        rows.sort((a, b) -> (a.get("variant").asText() + a.get("seed")).compareTo(b.get("variant").asText() + b.get("seed")));
        return rows;
    }

    @Test
    void local_rowsAreThoseOfOneProcess_andASecondTimeNothingIsDone() throws IOException {
        Grid grid = grid(512, 0L, 1L);
        Listener listener = new Listener();
        GridRun alone = run(grid, folder.resolve("alone"));
        alone.run(listener, alone.local());
        Path where = folder.resolve("cluster");

        try (RunExecutor executor = connect("local[2]", where, new ArrayList<>())) {
            run(grid, where).run(listener, executor);
            assertThat(rows(where)).hasSize(4).isEqualTo(rows(folder.resolve("alone")));

            run(grid, where).run(listener, executor);
            assertThat(rows(where)).hasSize(4);
        }
        assertThat(listener.failures).isEmpty();
    }

    @Test
    void sweep_isThatOfOneProcess() throws IOException {
        SweepSettings settings = new SweepSettings("bandit-2d", Algorithm.FPO, "cpu", SMALL,
                Map.of("loop.learningRate", "log(1e-4,1e-2)"), new Asha(2, 2), Proposals.TPE, 0, 3, 2, 1, new Budget(128, 0, 1, 4));
        Path alone = folder.resolve("alone");
        Path where = folder.resolve("cluster");
        Listener listener = new Listener();

        try (SweepRun run = new SweepRun(settings, alone, name -> Environments.get(name).factory())) {
            run.run(listener, new LocalRuns(name -> Environments.get(name).factory(), 1));
        }
        try (RunExecutor executor = ClusterService.find().connect(new Request("local[2]", where, 1, 1, _ -> {}));
                SweepRun run = new SweepRun(settings, where, name -> Environments.get(name).factory())) {
            run.run(listener, executor);
        }

        assertThat(listener.failures).isEmpty();
        // proposals, rungs and scores, the promoted trials going on from their checkpoints
        assertThat(where.resolve("sweep.jsonl")).hasSameTextualContentAs(alone.resolve("sweep.jsonl"));
        assertThat(rows(where.resolve("final"))).hasSize(2).isEqualTo(rows(alone.resolve("final")));
        assertThat(where.resolve("best.yaml")).hasSameTextualContentAs(alone.resolve("best.yaml"));
    }

    @Test
    void stop_savesTheRuns_whichGoOn() throws Exception {
        Grid grid = grid(6_400, 0L);
        Path where = folder.resolve("cluster");
        Listener stopped = new Listener();
        try (RunExecutor executor = connect("local[2]", where, new ArrayList<>())) {
            Thread stop = Thread.ofPlatform().start(() -> {
                waitForIterations(where, 5);
                stopped.stop();
            });
            run(grid, where).run(stopped, executor);
            stop.join();
        }
        assertThat(where.resolve("rows.jsonl")).doesNotExist();
        assertThat(where.resolve("bandit-2d-fpo-0/checkpoints")).isNotEmptyDirectory();

        Listener listener = new Listener();
        try (RunExecutor executor = connect("local[2]", where, new ArrayList<>())) {
            run(grid, where).run(listener, executor);
        }
        GridRun alone = run(grid, folder.resolve("alone"));
        alone.run(listener, alone.local());
        assertThat(listener.failures).isEmpty();
        assertThat(rows(where)).hasSize(2).isEqualTo(rows(folder.resolve("alone")));
    }

    /** Two workers train what two threads of one process do, and what was stopped goes on. */
    @Test
    void training_isThatOfOneProcess_alsoAfterAStop() throws Exception {
        RunConfig config = ConfigYaml.with(grid(6_400, 0L).config(grid(6_400, 0L).cells().getFirst()), Map.of("threads", "2"));
        RunDirectory alone = RunDirectory.create(folder.resolve("alone"), config);
        EnvFactory factory = Environments.get("bandit-2d").factory();
        try (Trainer trainer = Trainer.begin(config, factory, alone, new TrainListener() {})) {
            trainer.run();
        }
        RunDirectory together = RunDirectory.create(folder.resolve("together"), config);

        train(together, false, stop -> Thread.ofPlatform().start(() -> {
            waitForIterations(folder, 5);
            stop.run();
        }));
        assertThat(together.lastCheckpoint().orElseThrow().step()).isLessThan(6_400);
        Evaluation last = train(together, true, _ -> {});

        assertThat(last).isNotNull();
        assertThat(checkpoint(together.folder(), 6_400)).hasSameBinaryContentAs(checkpoint(alone.folder(), 6_400));
        assertThat(together.folder().resolve(".events.jsonl")).doesNotExist();
    }

    /** Two workers of an off-policy algorithm come to what one process with one thread does, and resume it. */
    @Test
    void offPolicyTraining_isThatOfOneProcess_alsoAfterAStop() throws Exception {
        RunConfig one = ConfigYaml.with(Presets.of("cpu", Algorithm.SWFP, "bandit-2d"), Map.of("threads", "1", "steps", "1200",
                "loop.warmUp", "200", "loop.policyAfter", "100", "loop.batchSize", "32", "critic.hidden", "[8]",
                "swfp.hidden", "[8]", "evaluationEpisodes", "5", "checkpointMinutes", "0.001"));
        RunDirectory alone = RunDirectory.create(folder.resolve("alone"), one);
        try (Trainer trainer = Trainer.begin(one, Environments.get("bandit-2d").factory(), alone, new TrainListener() {})) {
            trainer.run();
        }
        RunDirectory together = RunDirectory.create(folder.resolve("together"), ConfigYaml.with(one, Map.of("threads", "2")));

        train(together, false, stop -> Thread.ofPlatform().start(() -> {
            waitForIterations(folder, 5);
            stop.run();
        }));
        long stoppedAt = together.lastCheckpoint().orElseThrow().step();
        train(together, true, _ -> {});

        assertThat(stoppedAt).isLessThan(1200);
        StateDict expected = alone.checkpoints().load("latest").state();
        StateDict found = together.checkpoints().load("latest").state();
        assertThat(found.floats("policy.parameters")).isEqualTo(expected.floats("policy.parameters"));
        assertThat(found.floats("critic.parameters")).isEqualTo(expected.floats("critic.parameters"));
        assertThat(found.longs("loop.progress")).isEqualTo(expected.longs("loop.progress"));
    }

    /** A file that rank 0 cannot write, as on a full disk, is no lost worker for which all would start again. */
    @Test
    void training_thatCannotWrite_saysSoAtOnce() throws IOException {
        RunConfig config = ConfigYaml.with(grid(6_400, 0L).config(grid(6_400, 0L).cells().getFirst()), Map.of("threads", "2"));
        RunDirectory run = RunDirectory.create(folder.resolve("run"), config);
        Files.createDirectories(run.folder().resolve("eval.jsonl"));

        assertThatThrownBy(() -> train(run, false, _ -> {})).isInstanceOf(IOException.class).hasMessageEndingWith(": Is a directory");
    }

    /** A second driver would delete the files by which the first one and its workers tell each other what happens. */
    @Test
    void training_ofARunInUse_isRefused_andNothingIsTouched() throws IOException {
        RunConfig config = ConfigYaml.with(grid(6_400, 0L).config(grid(6_400, 0L).cells().getFirst()), Map.of("threads", "2"));
        RunDirectory run = RunDirectory.create(folder.resolve("run"), config);
        List<String> names = List.of(".cluster", ".events.jsonl", ".failure.json", ".stop");
        for (String name : names) {
            Files.writeString(run.folder().resolve(name), "the first driver's");
        }

        try (FileChannel held = FileChannel.open(run.folder().resolve(".lock"), StandardOpenOption.WRITE);
                FileLock _ = held.lock()) {
            assertThatThrownBy(() -> train(run, true, _ -> {})).isInstanceOf(RunInUseException.class)
                    .hasMessage("run directory " + run.folder() + " is in use by another process that trains in it");
        }

        for (String name : names) {
            assertThat(run.folder().resolve(name)).hasContent("the first driver's");
        }
    }

    /** The checkpoint of a step, whose name has a number more if the step was saved before. */
    private static Path checkpoint(Path run, long step) throws IOException {
        String name = String.format(Locale.ROOT, "step-%012d.*\\.safetensors", step);
        try (Stream<Path> files = Files.list(run.resolve("checkpoints"))) {
            return files.filter(file -> file.getFileName().toString().matches(name)).findFirst().orElseThrow();
        }
    }

    private static @Nullable Evaluation train(RunDirectory run, boolean resume, Consumer<Runnable> stopper) throws IOException {
        return ClusterService.find().train(new ClusterService.Training(
                "local[2]", run.folder(), run.config(), 2, 30, resume, _ -> {}), new TrainListener() {}, stopper);
    }

    /** An executor is a process of its own here; its start takes most of the time. */
    @Test
    void killedExecutor_runContinuesOnAnotherOne_andTheRowsAreTheSame() throws Exception {
        Grid grid = grid(9_600, 0L);
        Listener listener = new Listener();
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Path where = folder.resolve("cluster");

        try (RunExecutor executor = connect("local-cluster[2,1,1024]", where, warnings)) {
            Thread.ofPlatform().daemon().start(() -> {
                waitForIterations(where, 10);
                killAnExecutor();
            });
            run(grid, where).run(listener, executor);
        }

        assertThat(listener.failures).isEmpty();
        assertThat(warnings).anyMatch(line -> line.contains("is lost"));
        GridRun alone = run(grid, folder.resolve("alone"));
        alone.run(listener, alone.local());
        assertThat(rows(where)).hasSize(2).isEqualTo(rows(folder.resolve("alone")));
        for (String name : List.of("bandit-2d-fpo-0", "bandit-2d-ppo-0")) {
            assertThat(checkpoint(where.resolve(name), 9_600))
                    .hasSameBinaryContentAs(checkpoint(folder.resolve("alone").resolve(name), 9_600));
        }
    }

    private static void killAnExecutor() {
        ProcessHandle.current().children().filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst().ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Waits until some run below a folder, but not one of a single process, has done some iterations. */
    private static void waitForIterations(Path where, int count) {
        while (true) {
            LockSupport.parkNanos(20_000_000);
            try (Stream<Path> all = Files.exists(where) ? Files.walk(where, 2) : Stream.empty()) {
                for (Path file : all.filter(path -> path.endsWith("metrics.jsonl") && !path.endsWith(Path.of("alone", "metrics.jsonl"))).toList()) {
                    if (Files.readAllLines(file).size() >= count) {
                        return;
                    }
                }
            } catch (IOException | UncheckedIOException e) {
                LockSupport.parkNanos(20_000_000); // a file is being replaced
            }
        }
    }

    @Test
    void wire_keepsEveryBit() {
        RunJob job = new RunJob(folder.resolve("a b"), grid(512, 0L).config(grid(512, 0L).cells().getFirst()), 4, 7, 1);

        assertThat(Wire.parse(Wire.text(Order.of(job)), Order.class).job()).isEqualTo(job);
        assertThat(Wire.parse(Wire.text(Outcome.failed("why")), Outcome.class)).isEqualTo(Outcome.failed("why"));
    }

    /** A sweep goes on after a trial whose values do not go together, and an experiment leaves a run to another process. */
    @Test
    void failure_isThrownByTheDriverAsWhatItWas() {
        for (Exception why : List.of(new EnvException("why"), new InvalidValueException("why"), new RunInUseException("why"),
                new IOException("why"))) {
            Outcome there = Wire.parse(Wire.text(Outcome.failed("host", why)), Outcome.class);

            assertThatThrownBy(there::throwIfFailed).isExactlyInstanceOf(why.getClass()).hasMessage("host: why");
        }
        assertThatCode(() -> Wire.parse(Wire.text(Outcome.ended(null)), Outcome.class).throwIfFailed()).doesNotThrowAnyException();
    }

    @Test
    void parallel_isWhatTheAddressSays() throws IOException {
        try (RunExecutor executor = ClusterService.find().connect(new Request("local[6]", folder, 2, 0, _ -> {}))) {
            assertThat(executor.parallel()).isEqualTo(3);
        }
    }

    @Test
    void task_ofAnotherBuild_orWithoutTheFolder_saysSo() throws Exception {
        Order order = Order.of(RunJob.training(folder.resolve("run"), grid(512, 0L).config(grid(512, 0L).cells().getFirst())));
        Order other = new Order("0.0 abc", order.folder(), order.config(), 0, 0, 1);
        RunTask task = new RunTask(folder.toString(), "mark", "driver");

        assertThat(Wire.parse(task.call(Wire.text(other)), Outcome.class).error())
                .contains("and the driver advect 0.0 abc: all machines need the same build");
        assertThat(Wire.parse(task.call(Wire.text(order)), Outcome.class).error())
                .endsWith("it does not see the folder " + folder + ": --out must be on storage that all machines share");
    }

    @Test
    void task_ofARunInUse_isRepeatedIfAnExecutorWasLost() throws Exception {
        RunConfig config = grid(512, 0L).config(grid(512, 0L).cells().getFirst());
        RunDirectory run = RunDirectory.create(folder.resolve("run"), config);
        String order = Wire.text(Order.of(RunJob.training(run.folder(), config)));
        RunTask task = new RunTask(folder.toString(), RunTask.mark(folder), "driver");

        try (FileChannel held = FileChannel.open(run.folder().resolve(".lock"), StandardOpenOption.WRITE);
                FileLock _ = held.lock()) {
            assertThat(Wire.parse(attempt(task, order, 0), Outcome.class).error())
                    .endsWith("run directory " + run.folder() + " is in use by another process that trains in it");
            assertThatThrownBy(() -> attempt(task, order, 1)).isInstanceOf(RunInUseException.class);
        }
    }

    /** Calls a task as Spark does. */
    private static String attempt(RunTask task, String order, int number) throws Exception {
        TaskContext$.MODULE$.setTaskContext(new TaskContextImpl(0, 0, 0, 0, number, 1, null, null, null, null, 1, null));
        try {
            return task.call(order);
        } finally {
            TaskContext$.MODULE$.unset();
        }
    }

    @Test
    void secondDriver_takesTheMarkThatIsThere() throws IOException {
        String first = RunTask.mark(folder);

        try (RunExecutor _ = connect("local[2]", folder, new ArrayList<>())) {
            RunTask.requireSharedFolder(folder.toString(), first, "--out");
        }
        assertThat(RunTask.mark(folder)).isEqualTo(first).isNotEmpty();
    }

    @Test
    void mark_thatWasNotWritten_isReplaced() throws IOException {
        Files.createFile(folder.resolve(RunTask.MARK));

        String mark = RunTask.mark(folder);

        assertThat(mark).isNotEmpty();
        assertThat(folder.resolve(RunTask.MARK)).hasContent(mark);
    }

    @Test
    void stop_isThatOfOneDriver() throws IOException {
        StopFile first = new StopFile(folder, "first");
        StopFile second = new StopFile(folder, "second");

        first.request();
        second.request();
        second.delete();

        assertThat(first.isRequested()).isTrue();
        assertThat(second.isRequested()).isFalse();
    }

    @Test
    void build_isThatOfAllModulesThatMakeResults() {
        assertThat(Build.modules()).hasSize(7);
        for (String module : List.of("runtime", "mujoco", "core", "envs", "experiments", "app", "cluster")) {
            assertThat(Build.modules()).anyMatch(place -> place.toString().contains(module));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark:/host", "host:7077", "local-cluster[2,1]", "local", "local[99999999999]", "local-cluster[2,1,99999999999]",
        "spark://host:707777"})
    void url_thatIsNone_isRefused(String url) {
        assertThatThrownBy(() -> new MasterUrl(url)).hasMessageStartingWith("--cluster=" + url + " is no cluster: ");
    }

    @Test
    void url_saysForHowManyExecutorsThereIsRoom() {
        assertThat(new MasterUrl("local[4]").executors(2)).isEqualTo(2);
        assertThat(new MasterUrl("local-cluster[3,2,2048]").executors(1)).isEqualTo(6);
        assertThat(new MasterUrl("local-cluster[3,2,2048]").executors(2)).isEqualTo(3);
        assertThat(new MasterUrl("local-cluster[3,2,2048]").memory(1)).isEqualTo(1024);
        assertThat(new MasterUrl("local-cluster[3,2,2048]").memory(2)).isEqualTo(2048);
        assertThat(new MasterUrl("spark://host:7077").executors(1)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void moreWorkersThanTheClusterCanEverHave_areRefusedAtOnce() throws IOException {
        Grid grid = grid(512, 0L);
        RunConfig config = ConfigYaml.with(grid.config(grid.cells().getFirst()), Map.of("threads", "2"));
        RunDirectory run = RunDirectory.create(folder.resolve("run"), config);

        assertThatThrownBy(() -> ClusterService.find().train(new ClusterService.Training("local-cluster[1,1,1024]", run.folder(), config,
                2, 30, false, _ -> {}), new TrainListener() {}, _ -> {}))
                .hasMessage("--workers=2 with --threads=2 need 2 × 1 cores at the same time, and --cluster=local-cluster[1,1,1024] "
                        + "has room for 1");
    }

    /** A port at which no master answers takes the connection all the same. */
    @Test
    void silentPort_isOneLineWithinSeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "spark://127.0.0.1:" + silent.getLocalPort();
            long start = System.nanoTime();
            assertThatThrownBy(() -> connect(url, folder.resolve("none"), new ArrayList<>()))
                    .isInstanceOf(IOException.class).hasMessageStartingWith(url + " does not take this program: ");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
            assertThat(folder.resolve("none")).doesNotExist();
        }
    }

    @Test
    void offer_isWhatTheMastersPageSays() throws IOException {
        String page = """
                {"workers":[
                 {"host":"10.0.0.1","cores":4,"coresfree":1,"memory":8192,"memoryfree":512,"state":"ALIVE"},
                 {"host":"10.0.0.2","cores":2,"coresfree":2,"memory":1024,"memoryfree":1024,"state":"DEAD"}],
                 "activeapps":[{"id":"app-1","cores":3},{"id":"app-2","cores":0}]}""";

        Offer offer = Offer.read(new ObjectMapper().readTree(page), "app-1");

        assertThat(offer.granted()).isEqualTo(3);
        assertThat(offer.room(1)).isEqualTo(3 + 1);
        assertThat(new Offer(4, List.of(3, 5, 1), List.of()).room(2)).isEqualTo(2 + 1 + 2);
        assertThat(offer.free()).isEqualTo("free are on 10.0.0.1 1 of 4 cores and 512 of 8192 MB");
        assertThat(Offer.read(new ObjectMapper().readTree(page), "app-2").granted()).isZero();
        assertThat(Offer.read(new ObjectMapper().readTree("{}"), "app-1")).isEqualTo(new Offer(0, List.of(), List.of()));
        assertThat(new Offer(0, List.of(), List.of()).free()).isEqualTo("it has no workers");
        assertThat(new Offer(0, List.of(), List.of("a", "b", "c", "d", "e", "f")).free()).isEqualTo("free are on a, b, c, d and 2 more workers");
    }

    @Test
    void executorsThatNeverBegin_areNoticed_othersAreNotCounted() {
        List<String> warnings = new ArrayList<>();
        LostExecutors lost = new LostExecutors();
        lost.tell(warnings::add);
        for (int i = 0; i < 7; i++) {
            lost.onExecutorRemoved(new SparkListenerExecutorRemoved(i, "a" + i, "Command exited with code 1"));
        }
        assertThat(lost.failure()).isNull();
        lost.onExecutorAdded(new SparkListenerExecutorAdded(8, "b", null));
        lost.onExecutorRemoved(new SparkListenerExecutorRemoved(9, "b", "killed\nby hand"));
        for (int i = 0; i < 8; i++) {
            assertThat(lost.failure()).isNull();
            lost.onExecutorRemoved(new SparkListenerExecutorRemoved(10 + i, "c" + i, "Command exited with code " + i));
        }

        assertThat(lost.failure()).isEqualTo("Command exited with code 7");
        assertThat(warnings).containsExactly(
                "warning: executor b is lost (killed); its runs continue from their last checkpoints on another one");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.lang.ClassNotFoundException: dev.advect.cluster.RankTask | do not find advect: say where its jars are
            cannot assign instance of java.lang.invoke.SerializedLambda to field f of type scala.Function3 | do not find advect
            java.lang.UnsupportedClassVersionError: dev/advect/cluster/RankTask has been compiled by a more | on an older Java
            """)
    void executorsThatCannotRunATask_areExplained(String exception, String explained) {
        String message = "Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times\n" + exception + "\n\tat java.base/a.b";
        assertThat(UnfitExecutor.explain(message, "spark://host:1")).startsWith("the executors of spark://host:1 ").contains(explained);
        assertThat(UnfitExecutor.explain("ExecutorLostFailure", "spark://host:1")).isNull();
    }

    @Test
    void unreachableMaster_isOneLine() {
        assertThatThrownBy(() -> connect("spark://127.0.0.1:1", folder, new ArrayList<>()))
                .isInstanceOf(IOException.class).hasMessageStartingWith("no Spark master answers at spark://127.0.0.1:1 (");
    }
}
