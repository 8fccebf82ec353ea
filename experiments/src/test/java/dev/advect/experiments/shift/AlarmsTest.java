package dev.advect.experiments.shift;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class AlarmsTest {
    @Test
    void first_ofEachKind_amongOtherWarnings(@TempDir Path run) throws IOException {
        assertThat(Alarms.first(run)).isEmpty();
        Files.writeString(run.resolve("warnings.jsonl"), """
                {"step":100,"alarm":false,"message":"updates were skipped, their gradient was not finite: 3"}
                {"step":128,"alarm":false,"message":"stale particles: blocks begin where particles are no longer"}
                {"step":320,"alarm":false,"message":"mode collapse: the policy's actions form 1.0 clusters"}
                {"step":640,"alarm":false,"message":"mode collapse: once more"}
                {"step":700,"alarm":true,"message":"the return fell from 3.0 to 1.0, 2 evaluations in a row"}
                """);

        assertThat(Alarms.first(run)).containsExactly(Map.entry("mode collapse", 320L), Map.entry("stale particles", 128L));
    }
}
