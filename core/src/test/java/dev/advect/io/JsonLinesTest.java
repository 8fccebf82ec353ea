package dev.advect.io;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonLinesTest {
    @TempDir
    Path folder;

    @Test
    void write_twoObjects_readableBeforeClose() throws IOException {
        Path file = file();
        try (JsonLines lines = JsonLines.append(file)) {
            lines.write(Map.of("step", 1));
            assertThat(Files.readString(file)).isEqualTo("{\"step\":1}\n");
            lines.write(Map.of("loss", Double.NaN));
            List<JsonNode> read = JsonLines.read(file);
            assertThat(read).hasSize(2);
            assertThat(read.get(1).get("loss").asDouble()).isNaN();
        }
    }

    @Test
    void read_tornLastLine_dropped() throws IOException {
        Files.writeString(file(), "{\"step\":1}\n{\"st");
        assertThat(JsonLines.read(file())).hasSize(1);
        Files.writeString(file(), "{\"step\":1}\n{\"step\":2}");
        assertThat(JsonLines.read(file())).hasSize(2);
        assertThat(JsonLines.read(folder.resolve("missing"))).isEmpty();
    }

    @Test
    void read_damageBeforeTheEnd_oneLineWithNumber() throws IOException {
        Files.writeString(file(), "{\"step\":1}\n{\"st\n{\"step\":3}\n");
        assertThatThrownBy(() -> JsonLines.read(file())).isInstanceOf(DamagedFileException.class)
                .hasMessageStartingWith(file() + " is damaged: line 2 is not JSON");
        Files.writeString(file(), "[1]\n");
        assertThatThrownBy(() -> JsonLines.read(file())).hasMessageEndingWith("line 1 is not a JSON object");
    }

    @Test
    void append_afterTornLine_continuesOnItsPlace() throws IOException {
        for (String end : new String[] {"", "{\"st", "{\"step\":", "\u0000\u0000"}) {
            Files.writeString(file(), "{\"step\":1}\n" + end);
            writeStep(2);
            assertThat(file()).hasContent("{\"step\":1}\n{\"step\":2}\n");
        }
        Files.writeString(file(), "{\"step\":1}");
        writeStep(2);
        assertThat(Files.readString(file())).isEqualTo("{\"step\":1}\n{\"step\":2}\n");
    }

    @Test
    void truncateAfter_laterAndTornLines_forgotten() throws IOException {
        Files.writeString(file(), """
                {"step":100,"a":1.5}
                {"note":"kept"}
                {"step":200}
                {"step":300}
                {"step":15""");
        JsonLines.truncateAfter(file(), "step", 200);
        assertThat(Files.readString(file()))
                .isEqualTo("{\"step\":100,\"a\":1.5}\n{\"note\":\"kept\"}\n{\"step\":200}\n");
        assertThat(AtomicFileTest.names(folder)).containsExactly("m.jsonl");
        JsonLines.truncateAfter(folder.resolve("missing"), "step", 1);
        assertThat(AtomicFileTest.names(folder)).containsExactly("m.jsonl");
    }

    @Test
    void truncateAfter_completeLineWithoutItsEnd_judgedByItsKey() throws IOException {
        Files.writeString(file(), "{\"step\":1}\n{\"step\":2}");
        JsonLines.truncateAfter(file(), "step", 2);
        assertThat(Files.readString(file())).isEqualTo("{\"step\":1}\n{\"step\":2}\n");
    }

    @Test
    void write_fourThreads_noLineIsMixed() throws Exception {
        try (JsonLines lines = JsonLines.append(file())) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                threads.add(Thread.ofPlatform().start(() -> writeMany(lines, thread)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(JsonLines.read(file())).hasSize(1000);
    }

    private static void writeMany(JsonLines lines, int thread) {
        try {
            for (int i = 0; i < 250; i++) {
                lines.write(Map.of("thread", thread, "i", i));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void writeStep(long step) throws IOException {
        try (JsonLines lines = JsonLines.append(file())) {
            lines.write(Map.of("step", step));
        }
    }

    private Path file() {
        return folder.resolve("m.jsonl");
    }
}
