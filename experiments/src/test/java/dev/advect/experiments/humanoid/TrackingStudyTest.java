package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import dev.advect.envs.humanoid.HumanoidBody;
import dev.advect.envs.humanoid.MotionMaker;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Grid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class TrackingStudyTest {
    private static final Grid NO_RUNS = new Grid("none", List.of(), List.of(), List.of(), "cpu", Map.of(), new Budget(1, 0, 1, 2));

    /** Two bodies in one folder: neither is reported with the other's rows, and none is lost. */
    @Test
    void anotherBody_hasRowsOfItsOwn(@TempDir Path folder) throws IOException {
        List<TrackingRow> lite = report(folder, HumanoidBody.LITE);
        List<TrackingRow> full = report(folder, HumanoidBody.FULL);

        assertThat(lite).extracting(TrackingRow::body).containsExactly("lite", "lite");
        assertThat(full).extracting(TrackingRow::body).containsExactly("full", "full");
        assertThat(report(folder, HumanoidBody.LITE)).isEqualTo(lite);
        assertThat(TrackingStudy.last(folder)).hasSize(4);
    }

    /** A flow's last iteration is reported. PPO has no flow, and a run whose folder is gone is left out. */
    @Test
    void flows_areReadFromTheRuns(@TempDir Path folder) throws IOException {
        RecordLines<TrackingRow> lines = new RecordLines<>(folder.resolve("tracking.jsonl"), TrackingRow.class);
        for (String algo : List.of("fpo", "ppo")) {
            for (int seed = 0; seed < 2; seed++) {
                lines.append(new TrackingRow("root", algo, seed, 64, "stochastic", "stand", 2, 1, 1, 4, 4, 10, 10, 1, null, "full"));
            }
        }
        write(folder.resolve("humanoid-track-root-full-fpo-1"), """
                {"step":32,"policy/spread":0.5,"policy/flow_loss":40.0}
                {"step":64,"policy/spread":0.0025,"policy/flow_loss":34.25}
                {"step":96,"policy/spr""");
        write(folder.resolve("humanoid-track-root-full-ppo-1"), """
                {"step":64,"policy/spread":0.1}
                """);
        report(folder, HumanoidBody.FULL);
        String report = Files.readString(folder.resolve("tracking.md"));
        assertThat(report).contains("|---|---|---|---|---|---|\n| root | fpo | 1 | 0.0025 | 34.25 | 34.5 |\n\n");
    }

    private static void write(Path run, String metrics) throws IOException {
        Files.createDirectory(run);
        Files.writeString(run.resolve("metrics.jsonl"), metrics);
    }

    /** Rows of an older version, which counted modes otherwise, are evaluated again. */
    @Test
    void olderModes_areNotKept(@TempDir Path folder) throws IOException {
        TrackingTask task = new TrackingTask(HumanoidBody.LITE, Goal.ROOT, MotionMaker.named(List.of("stand", "twist")));
        Map<Goal, TrackingTask> tasks = Map.of(Goal.ROOT, task);
        List<TrackingRow> rows = new TrackingStudy(folder, tasks, 2).evaluate(NO_RUNS).rows();
        Path file = folder.resolve("tracking.jsonl");
        assertThat(file).content().contains(",\"apart\":6");
        Files.writeString(file, Files.readString(file).replaceAll(",\"apart\":[0-9.]+", ""));
        assertThat(new TrackingStudy(folder, tasks, 2).evaluate(NO_RUNS).rows()).isEqualTo(rows);
        assertThat(Files.readAllLines(file)).hasSize(8);
        new TrackingStudy(folder, tasks, 2).evaluate(NO_RUNS);
        assertThat(Files.readAllLines(file)).hasSize(8);
    }

    private static List<TrackingRow> report(Path folder, HumanoidBody body) throws IOException {
        TrackingTask task = new TrackingTask(body, Goal.ROOT, MotionMaker.named(List.of("stand")));
        return new TrackingStudy(folder, Map.of(Goal.ROOT, task), 2).evaluate(NO_RUNS).rows();
    }
}
