package dev.advect.train;

import dev.advect.plot.Curve.Series;
import dev.advect.plot.Curve.Style;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class RunCurvesTest {
    @TempDir
    Path parent;

    @Test
    void of_metricsAndEvaluations_areALineAndPoints() throws IOException {
        RunDirectory directory = directory();
        Files.writeString(directory.metrics(), """
                {"step": 1000, "episode/return": 1.0, "episode/count": 3.0}
                {"step": 1001, "episode/return": 5.0, "episode/count": 1.0}
                {"step": 50000, "episode/count": 0.0}
                {"step": 100000, "episode/return": 8.0, "episode/count": 2.0}
                """);
        Files.writeString(directory.evaluations(), """
                {"step": 50000, "mean": 4.0, "ci95": 0.5}
                {"step": 100000, "mean": 7.0, "ci95": "NaN"}
                """);
        List<Series> series = RunCurves.of(directory, "a ");
        assertThat(series).extracting(Series::name).containsExactly("a training", "a evaluation");
        // 200 classes of 500 steps: the first two rows share one, weighted by their episodes
        assertThat(series.get(0).x()).containsExactly(new double[] {1000.25, 100_000}, within(1e-9));
        assertThat(series.get(0).y()).containsExactly(new double[] {2, 8}, within(1e-12));
        assertThat(series.get(0).style()).isEqualTo(Style.LINE);
        assertThat(series.get(1).x()).containsExactly(50_000, 100_000);
        assertThat(series.get(1).y()).containsExactly(4, 7);
        assertThat(series.get(1).above()).containsExactly(0.5, Double.NaN);
        assertThat(series.get(1).style()).isEqualTo(Style.POINTS);
    }

    @Test
    void of_nothingYet_isEmpty() throws IOException {
        RunDirectory directory = directory();
        assertThat(RunCurves.of(directory, "")).isEmpty();
        Files.writeString(directory.metrics(), "{\"step\": 100, \"episode/count\": 0.0}\n");
        Files.writeString(directory.evaluations(), "");
        assertThat(RunCurves.of(directory, "")).isEmpty();
    }

    @Test
    void title_namesEnvironmentAndAlgorithm() {
        assertThat(RunCurves.title(TinyRun.config(Algorithm.PPO, 1, 1, 1, 1))).isEqualTo("tiny, ppo");
    }

    private RunDirectory directory() throws IOException {
        return RunDirectory.create(parent.resolve("run"), TinyRun.config(Algorithm.FPO, 1, 4, 2, 1));
    }
}
