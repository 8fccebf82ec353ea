package dev.advect.train;

import dev.advect.train.TrainingHistory.Point;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingHistoryTest {
    @TempDir
    Path parent;

    @Test
    void of_metricsAndEvaluations_leavesOutTheTimeOfEvaluations() throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), TinyRun.config(Algorithm.FPO, 1, 4, 2, 1));
        Files.writeString(directory.metrics(), """
                {"step": 100, "time/seconds": 2.0, "time/collect": 0.5, "time/update": 1.5, "policy/kl": 0.01, "policy/kl_exact": 0.25}
                {"step": 200, "time/seconds": 9.0, "time/collect": 1.0, "time/update": 1.0, "policy/kl": 0.03}
                {"step": 300, "time/seconds": 13.0, "time/collect": 2.0, "time/update": 2.0, "policy/kl": 0.02, "policy/kl_exact": 0.5}
                """);
        Files.writeString(directory.evaluations(), """
                {"step": 100, "mean": 4.0, "se": 0.5, "time/seconds": 2.0}
                {"step": 300, "mean": 7.0, "se": 0.25, "time/seconds": 13.0}
                """);

        TrainingHistory history = TrainingHistory.of(directory);

        assertThat(history.seconds()).isEqualTo(8);
        assertThat(history.stepsPerSecond()).isEqualTo(37.5);
        assertThat(history.kl()).isEqualTo(0.02);
        assertThat(history.klExact()).isEqualTo(0.375);
        assertThat(history.curve()).containsExactly(new Point(100, 2, 4, 0.5), new Point(300, 8, 7, 0.25));
    }

    @Test
    void of_nothingYet_isEmpty() throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), TinyRun.config(Algorithm.FPO, 1, 4, 2, 1));
        assertThat(TrainingHistory.of(directory)).isEqualTo(new TrainingHistory(0, 0, null, null, List.of()));
    }
}
