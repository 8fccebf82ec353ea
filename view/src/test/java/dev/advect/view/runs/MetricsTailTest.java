package dev.advect.view.runs;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class MetricsTailTest {
    @TempDir
    private Path folder;

    private static List<Long> steps(MetricsTail tail) {
        return tail.rows().stream().map(row -> row.path("step")).map(JsonNode::asLong).toList();
    }

    @Test
    void look_whileItIsWritten_seesWholeLinesOnly() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        MetricsTail tail = new MetricsTail(file);
        tail.look();
        assertThat(steps(tail)).isEmpty();

        Files.writeString(file, "{\"step\":1}\n{\"st");
        tail.look();
        assertThat(steps(tail)).containsExactly(1L);

        Files.writeString(file, "ep\":2,\"policy/kl\":0.5}\n", StandardOpenOption.APPEND);
        tail.look();
        assertThat(steps(tail)).containsExactly(1L, 2L);
        assertThat(tail.keys()).containsExactly("policy/kl", "step");
        assertThat(tail.damaged()).isZero();
    }

    @Test
    void look_fileBecameShorter_isReadAgain() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        MetricsTail tail = new MetricsTail(file);
        Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n");
        tail.look();

        Files.writeString(file, "{\"step\":1}\n");
        tail.look();

        assertThat(steps(tail)).containsExactly(1L);
    }

    @Test
    void look_fileWasCutBackAndHasGrownAgain_isReadAgain() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        MetricsTail tail = new MetricsTail(file);
        Files.writeString(file, "{\"step\":1}\n{\"step\":2}\n{\"step\":3}\n");
        tail.look();

        Files.writeString(file, "{\"step\":1}\n{\"step\":20}\n{\"step\":30}\n{\"step\":40}\n");
        tail.look();

        assertThat(steps(tail)).containsExactly(1L, 20L, 30L, 40L);
        assertThat(tail.damaged()).isZero();
    }

    @Test
    void look_damagedLines_areCountedAndLeftOut() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        Files.writeString(file, "{\"step\":1}\n\u0000\u0001garbage\n[1]\n{\"step\":4}\n");
        MetricsTail tail = new MetricsTail(file);

        tail.look();

        assertThat(steps(tail)).containsExactly(1L, 4L);
        assertThat(tail.damaged()).isEqualTo(2);
    }

    @Test
    void look_longFile_isThinnedOutAndKeepsItsEnds() throws IOException {
        Path file = folder.resolve("metrics.jsonl");
        StringBuilder text = new StringBuilder();
        for (int step = 0; step < 20_001; step++) {
            text.append("{\"step\":").append(step).append("}\n");
        }
        Files.writeString(file, text);
        MetricsTail tail = new MetricsTail(file);

        tail.look();

        assertThat(tail.rows().size()).isBetween(1000, 2048);
        assertThat(steps(tail)).isSorted().endsWith(20_000L);
    }
}
