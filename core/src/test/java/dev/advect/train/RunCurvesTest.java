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
                {"step": 400, "episode/return": 1.0, "episode/count": 18.0}
                {"step": 1000, "episode/return": 5.0, "episode/count": 6.0}
                {"step": 50000, "episode/count": 0.0}
                {"step": 60000, "episode/return": 8.0, "episode/count": 15.0}
                {"step": 76000, "episode/return": 0.0, "episode/count": 1.0}
                {"step": 100000, "episode/return": 0.0, "episode/count": 1.0}
                """);
        Files.writeString(directory.evaluations(), """
                {"step": 50000, "mean": 4.0, "ci95": 0.5}
                {"step": 100000, "mean": 7.0, "ci95": "NaN"}
                """);
        List<Series> series = RunCurves.of(directory);
        assertThat(series).extracting(Series::name).containsExactly("training", "evaluation");
        // points of at least 500 steps and 16 episodes, means over episodes; one more episode is no point
        assertThat(series.get(0).x()).containsExactly(new double[] {550, 61_000}, within(1e-9));
        assertThat(series.get(0).y()).containsExactly(new double[] {2, 7.5}, within(1e-12));
        assertThat(series.get(0).style()).isEqualTo(Style.LINE);
        assertThat(series.get(1).x()).containsExactly(50_000, 100_000);
        assertThat(series.get(1).y()).containsExactly(4, 7);
        assertThat(series.get(1).above()).containsExactly(0.5, Double.NaN);
        assertThat(series.get(1).style()).isEqualTo(Style.POINTS);
    }

    @Test
    void line_isOfTheEvaluations_orOfTrainingIfThereAreNoTwo() throws IOException {
        RunDirectory directory = directory();
        assertThat(RunCurves.line(directory, "a")).isEmpty();
        Files.writeString(directory.metrics(), "{\"step\": 400, \"episode/return\": 1.0, \"episode/count\": 2.0}\n");
        Files.writeString(directory.evaluations(), "{\"step\": 100, \"mean\": 4.0, \"ci95\": 0.5}\n");
        assertThat(RunCurves.line(directory, "a").orElseThrow().y()).containsExactly(1);
        Files.writeString(directory.evaluations(), """
                {"step": 100, "mean": 4.0, "ci95": 0.5}
                {"step": 200, "mean": 6.0, "ci95": 0.25}
                """);

        Series line = RunCurves.line(directory, "a").orElseThrow();

        assertThat(line.name()).isEqualTo("a");
        assertThat(line.y()).containsExactly(4, 6);
        assertThat(line.above()).containsExactly(0.5, 0.25);
        assertThat(line.style()).isEqualTo(Style.LINE);
    }

    @Test
    void of_nothingYet_isEmpty() throws IOException {
        RunDirectory directory = directory();
        assertThat(RunCurves.of(directory)).isEmpty();
        Files.writeString(directory.metrics(), "{\"step\": 100, \"episode/count\": 0.0}\n");
        Files.writeString(directory.evaluations(), "");
        assertThat(RunCurves.of(directory)).isEmpty();
    }

    @Test
    void title_namesEnvironmentAndAlgorithm() {
        assertThat(RunCurves.title(TinyRun.config(Algorithm.PPO, 1, 1, 1, 1))).isEqualTo("tiny, ppo");
    }

    private RunDirectory directory() throws IOException {
        return RunDirectory.create(parent.resolve("run"), TinyRun.config(Algorithm.FPO, 1, 4, 2, 1));
    }
}
