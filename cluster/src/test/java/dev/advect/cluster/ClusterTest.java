package dev.advect.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.advect.app.options.Environments;
import dev.advect.cluster.Wire.Order;
import dev.advect.cluster.Wire.Outcome;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.ExperimentListener;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.runs.ClusterService;
import dev.advect.experiments.runs.ClusterService.Request;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.runs.RunJob;
import dev.advect.train.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Experiments on clusters that consist of this machine. */
class ClusterTest {
    private static final Map<String, String> SMALL = Map.of("loop.envs", "4", "loop.unroll", "8", "loop.unrollsPerEnv", "1",
            "loop.minibatches", "2", "loop.epochs", "1", "policyHidden", "[8]", "valueHidden", "[8]", "evaluationEpisodes", "2",
            "checkpointMinutes", "0.001");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private static Grid grid(long steps, Long... seeds) {
        return new Grid("title", List.of("bandit-2d"), List.of(Variant.of(Algorithm.FPO), Variant.of(Algorithm.PPO)),
                List.of(seeds), "cpu", SMALL, new Budget(steps, 0, 1, 4));
    }

    private static GridRun run(Grid grid, Path where) {
        return new GridRun(grid, where, name -> Environments.get(name).factory());
    }

    /** A listener that keeps what failed. */
    private static final class Listener implements ExperimentListener {
        private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

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
        public void stopBy(Runnable ask) {}

        @Override
        public boolean stopRequested() {
            return false;
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
    @Timeout(300)
    void killedExecutor_runContinuesOnAnotherOne_andTheRowsAreTheSame() throws Exception {
        Grid grid = grid(9_600, 0L);
        Listener listener = new Listener();
        List<String> warnings = Collections.synchronizedList(new ArrayList<>());
        Path where = folder.resolve("cluster");

        try (RunExecutor executor = connect("local-cluster[2,1,1024]", where, warnings)) {
            Thread killer = Thread.ofPlatform().start(() -> killAnExecutor(where));
            run(grid, where).run(listener, executor);
            killer.join();
        }

        assertThat(listener.failures).isEmpty();
        assertThat(warnings).anyMatch(line -> line.contains("is lost"));
        GridRun alone = run(grid, folder.resolve("alone"));
        alone.run(listener, alone.local());
        assertThat(rows(where)).hasSize(2).isEqualTo(rows(folder.resolve("alone")));
        for (String name : List.of("bandit-2d-fpo-0", "bandit-2d-ppo-0")) {
            Path last = Path.of(name, "checkpoints", "step-000000009600.safetensors");
            assertThat(where.resolve(last)).hasSameBinaryContentAs(folder.resolve("alone").resolve(last));
        }
    }

    /** Kills the process of an executor once a run has come to a checkpoint. */
    private static void killAnExecutor(Path where) {
        while (true) {
            LockSupport.parkNanos(50_000_000);
            Optional<ProcessHandle> executor = ProcessHandle.current().children()
                    .filter(process -> process.info().command().orElse("").endsWith("java")).findFirst();
            boolean trained = List.of("fpo", "ppo").stream().anyMatch(variant -> {
                Path metrics = where.resolve("bandit-2d-" + variant + "-0/metrics.jsonl");
                try {
                    return Files.exists(metrics) && Files.readAllLines(metrics).size() > 30;
                } catch (IOException e) {
                    return false;
                }
            });
            if (trained && executor.isPresent()) {
                executor.get().destroyForcibly();
                return;
            }
        }
    }

    @Test
    void wire_keepsEveryBit() {
        RunJob job = new RunJob(folder.resolve("a b"), grid(512, 0L).config(grid(512, 0L).cells().getFirst()), 4, 7, 1);

        assertThat(Wire.parse(Wire.text(Order.of(job)), Order.class).job()).isEqualTo(job);
        assertThat(Wire.parse(Wire.text(Outcome.failed("why")), Outcome.class)).isEqualTo(Outcome.failed("why"));
    }

    @Test
    void task_ofAnotherBuild_orWithoutTheFolder_saysSo() throws Exception {
        Order order = Order.of(RunJob.training(folder.resolve("run"), grid(512, 0L).config(grid(512, 0L).cells().getFirst())));
        Order other = new Order("0.0 abc", order.folder(), order.config(), 0, 0, 1);
        RunTask task = new RunTask(folder.toString(), "mark");

        assertThat(Wire.parse(task.call(Wire.text(other)), Outcome.class).error())
                .contains("and the driver advect 0.0 abc: all machines need the same build");
        assertThat(Wire.parse(task.call(Wire.text(order)), Outcome.class).error())
                .endsWith("it does not see the folder " + folder + ": --out must be on storage that all machines share");
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark:/host", "host:7077", "local-cluster[2,1]", "local"})
    void url_thatIsNone_isRefused(String url) {
        assertThatThrownBy(() -> new MasterUrl(url)).hasMessageStartingWith("--cluster=" + url + " is no cluster: ");
    }

    @Test
    void unreachableMaster_isOneLine() {
        assertThatThrownBy(() -> connect("spark://127.0.0.1:1", folder, new ArrayList<>()))
                .isInstanceOf(IOException.class).hasMessageStartingWith("no Spark master answers at spark://127.0.0.1:1 (");
    }
}
