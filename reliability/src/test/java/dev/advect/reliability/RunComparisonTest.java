package dev.advect.reliability;

import dev.advect.io.Checkpoints;
import dev.advect.io.StateDict;
import dev.advect.train.Algorithm;
import dev.advect.train.Presets;
import dev.advect.train.RunDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class RunComparisonTest {
    private static final String LINE = "{\"step\":80,\"loss\":0.5,\"time/seconds\":%s}\n";

    @TempDir
    Path parent;

    private Path expected;

    @BeforeEach
    void make() throws IOException {
        expected = run("expected", 0f, 1, LINE.formatted(1));
    }

    private Path run(String name, float weight, double seconds, String metrics) throws IOException {
        Path folder = parent.resolve(name);
        RunDirectory.create(folder, Presets.of("cpu", Algorithm.FPO, "gridworld"));
        StateDict state = new StateDict();
        state.putFloats("policy.parameters", new float[] {1, weight});
        Checkpoints.open(folder.resolve("checkpoints"), 1).save(80, state, Map.of("env", "gridworld", "seconds", seconds));
        Files.writeString(folder.resolve("metrics.jsonl"), metrics);
        Files.writeString(folder.resolve("eval.jsonl"), "{\"step\":80,\"mean\":1.0}\n");
        return folder;
    }

    @Test
    void of_onlyTheClockDiffers_nothing() throws IOException {
        assertThat(RunComparison.of(run("other", 0f, 7, LINE.formatted(7)), expected)).isEmpty();
    }

    @Test
    void of_oneBitOfOneWeight_seen() throws IOException {
        assertThat(RunComparison.of(run("other", -0f, 1, LINE.formatted(1)), expected))
                .isEqualTo(List.of("the last checkpoint differs in policy.parameters"));
    }

    @Test
    void of_lineTwiceOrChanged_seen() throws IOException {
        assertThat(RunComparison.of(run("twice", 0f, 1, LINE.formatted(1).repeat(2)), expected))
                .isEqualTo(List.of("metrics.jsonl has 2 lines, not 1"));
        assertThat(RunComparison.of(run("changed", 0f, 1, LINE.formatted(1).replace("0.5", "0.25")), expected))
                .isEqualTo(List.of("metrics.jsonl differs in line 1"));
    }
}
