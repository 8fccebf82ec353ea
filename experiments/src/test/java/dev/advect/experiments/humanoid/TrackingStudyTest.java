package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.Goal;
import dev.advect.envs.humanoid.HumanoidBody;
import dev.advect.envs.humanoid.MotionMaker;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Grid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
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

    private static List<TrackingRow> report(Path folder, HumanoidBody body) throws IOException {
        TrackingTask task = new TrackingTask(body, Goal.ROOT, MotionMaker.named(List.of("stand")));
        return new TrackingStudy(folder, Map.of(Goal.ROOT, task), 2).evaluate(NO_RUNS).rows();
    }
}
