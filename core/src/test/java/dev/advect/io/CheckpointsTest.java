package dev.advect.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CheckpointsTest {
    @TempDir
    Path run;

    private Path folder;
    private Checkpoints checkpoints;

    @BeforeEach
    void open() throws IOException {
        folder = run.resolve("checkpoints");
        checkpoints = Checkpoints.open(folder, 2);
    }

    @Test
    void save_first_filesManifestAndLatest() throws IOException {
        Checkpoint saved = checkpoints.save(1_234_567, state(7), Map.of("env", "toy", "obs", 3));
        assertThat(AtomicFileTest.names(folder))
                .containsExactly("latest", "step-000001234567.json", "step-000001234567.safetensors");
        assertThat(folder.resolve("latest")).hasContent("step-000001234567\n");
        JsonNode json = new ObjectMapper().readTree(folder.resolve("step-000001234567.json").toFile());
        assertThat(json.get("format").textValue()).isEqualTo("advect-checkpoint");
        assertThat(json.get("version").intValue()).isEqualTo(2);
        assertThat(json.get("step").longValue()).isEqualTo(1_234_567);
        assertThat(json.get("file").textValue()).isEqualTo("step-000001234567.safetensors");
        assertThat(json.get("bytes").longValue()).isEqualTo(Files.size(folder.resolve(saved.file())));
        assertThat(json.get("sha256").textValue()).isEqualTo(Sha256.of(folder.resolve(saved.file())));
        assertThat(json.get("tensors").intValue()).isEqualTo(2);
        assertThat(json.get("env").textValue()).isEqualTo("toy");
        Checkpoints.Loaded loaded = checkpoints.load("latest");
        assertThat(loaded.checkpoint()).isEqualTo(saved);
        assertThat(loaded.checkpoint().extras()).containsEntry("obs", 3);
        assertThat(loaded.state().longs("step")).containsExactly(7);
    }

    @Test
    void save_many_keepsNewestTwoBestAndLatest() throws IOException {
        checkpoints.save(100, state(1), Map.of());
        checkpoints.markBest(100, 0.5);
        for (int step = 200; step <= 500; step += 100) {
            checkpoints.save(step, state(step), Map.of());
        }
        assertThat(steps()).containsExactly(100L, 400L, 500L);
        assertThat(checkpoints.best()).contains(new Checkpoints.Best(100, 0.5));
        assertThat(checkpoints.latest()).contains(500L);
        assertThat(checkpoints.load("best").checkpoint().step()).isEqualTo(100);
        assertThat(checkpoints.load("400").state().longs("step")).containsExactly(400);
        checkpoints.markBest(500, 0.75);
        checkpoints.save(600, state(600), Map.of());
        assertThat(steps()).containsExactly(500L, 600L);
    }

    @Test
    void save_sameStepAgain_newContentOldFileGone() throws IOException {
        for (int i = 1; i <= 3; i++) {
            checkpoints.save(100, state(i), Map.of());
            assertThat(checkpoints.load("100").state().longs("step")).containsExactly(i);
            assertThat(AtomicFileTest.names(folder)).hasSize(3);
        }
    }

    @Test
    void save_tensorsOfThatStepWereMissing_staysLoadable() throws IOException {
        checkpoints.save(100, state(1), Map.of());
        Files.delete(folder.resolve("step-000000000100.safetensors"));
        checkpoints.save(100, state(2), Map.of());
        assertThat(checkpoints.load("latest").state().longs("step")).containsExactly(2);
    }

    @Test
    void load_damaged_shortSumsAndWhatToUse() throws IOException {
        saveThreeKept();
        Path file = folder.resolve("step-000000000300.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThatThrownBy(() -> checkpoints.load("latest")).isInstanceOf(CheckpointException.class)
                .message().matches("\\Q" + file + "\\E is damaged: its SHA-256 is [0-9a-f]{8}\\.\\.\\., its manifest"
                        + " says [0-9a-f]{8}\\.\\.\\.; intact: 200, 100");
        Files.write(file, new byte[3]);
        assertThatThrownBy(() -> checkpoints.load("300"))
                .hasMessageStartingWith(
                        file + " is damaged: it has 3 bytes, its manifest says " + bytes.length + "; intact");
        Files.delete(file);
        Files.delete(folder.resolve("step-000000000200.safetensors"));
        assertThatThrownBy(() -> checkpoints.load("latest"))
                .hasMessage(file + " is missing, its manifest is there; intact: 100");
    }

    @Test
    void load_manifestDamaged_saysSo() throws IOException {
        saveThreeKept();
        Path manifest = folder.resolve("step-000000000300.json");
        String good = older(Files.readString(manifest));
        for (String bad : List.of("", "{", "null", "{}", good.replace("\"version\" : 1", "\"version\" : 3"),
                good.replace("\"step\" : 300", "\"step\" : 200"),
                good.replace("step-000000000300.safetensors", "../x.safetensors"),
                good.replace("step-000000000300.safetensors", "step-000000000200.safetensors"),
                good + "{}", good.replace("\"step\" : 300", "\"step\" : 300, \"step\" : 300"),
                good.replace("\"tensors\" : 2", "\"tensors\" : 3"),
                good.replace("\"tensors\" : 2", "\"tensors\" : 2, \"seconds\" : \"1\""),
                good.replace("\"tensors\" : 2", "\"tensors\" : 2, \"seconds\" : null"),
                good.replace("\"tensors\" : 2", "\"tensors\" : 2, \"seconds\" : -1"))) {
            Files.writeString(manifest, bad);
            assertThatThrownBy(() -> checkpoints.load("latest")).as(bad).isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(manifest + " is damaged: ")
                    .hasMessageEndingWith("; intact: 200, 100");
        }
        // the first is what Jackson takes for UTF-32
        for (byte[] bytes : List.of(new byte[] {0, 0, 0, '{', 0x22, 0x73, 0x61, 0}, new byte[] {'{', '"', (byte) 0xff, '"'})) {
            Files.write(manifest, bytes);
            assertThatThrownBy(() -> checkpoints.load("latest")).isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(manifest + " is damaged: ");
        }
        Files.writeString(manifest, good.substring(0, good.length() / 2));
        Checkpoints.open(folder, 2);
        assertThat(folder.resolve("step-000000000300.safetensors")).as("may be rescued").exists();
    }

    @Test
    void load_manifestOtherwiseThanWritten_refused() throws IOException {
        checkpoints.save(100, state(1), Map.of("seconds", 1.25e-7, "sizes", Map.of("metrics.jsonl", 123L), "hidden", List.of(8, 8)));
        Path manifest = folder.resolve("step-000000000100.json");
        String good = Files.readString(manifest);
        assertThat(checkpoints.load("latest").checkpoint().extras()).containsEntry("sizes", Map.of("metrics.jsonl", 123));
        for (String bad : List.of(good.replace("123", "124"), good.replace("metrics", "metricr"), good.replace("1.25E-7", "1.25E-6"))) {
            assertThat(bad).isNotEqualTo(good);
            Files.writeString(manifest, bad);
            assertThatThrownBy(() -> checkpoints.load("latest")).isInstanceOf(CheckpointException.class)
                    .hasMessageStartingWith(manifest + " is damaged: it is not as it was written, by its own SHA-256");
        }
        String bare = older(good).replace("\"version\" : 1", "\"version\" : 2");
        Files.writeString(manifest, bare);
        assertThatThrownBy(() -> checkpoints.load("latest")).isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(manifest + " is damaged: it is not as it was written, by its own SHA-256");
        String older = older(good);
        assertThat(older).isNotEqualTo(good);
        Files.writeString(manifest, older);
        assertThat(checkpoints.load("latest").state().longs("step")).containsExactly(1);
    }

    /** A manifest as earlier versions wrote it, without a checksum of its own. */
    private static String older(String manifest) {
        return manifest.replaceFirst(",\\s*\"manifest_sha256\" : \"[0-9a-f]{64}\"", "")
                .replace("\"version\" : 2", "\"version\" : 1");
    }

    @Test
    void load_notThere_oneLineWithWhatIs() throws IOException {
        assertThatThrownBy(() -> checkpoints.load("latest"))
                .hasMessage("there is no checkpoint in " + folder + " yet");
        checkpoints.save(100, state(1), Map.of());
        assertThatThrownBy(() -> checkpoints.load("best")).isInstanceOf(CheckpointException.class)
                .hasMessage("no checkpoint in " + folder + " is marked as the best yet; intact: 100");
        assertThatThrownBy(() -> checkpoints.load("newest")).hasMessage(
                "checkpoint 'newest' is neither latest nor best nor a step; intact: 100");
        assertThatThrownBy(() -> checkpoints.load("200")).hasMessage(
                "there is no checkpoint " + folder.resolve("step-000000000200.json") + "; intact: 100");
        Files.writeString(folder.resolve("latest"), "step-000000000200\n");
        assertThatThrownBy(() -> checkpoints.load("latest")).hasMessage("there is no checkpoint "
                + folder.resolve("step-000000000200.json") + ", which " + folder.resolve("latest")
                + " names; intact: 100");
        assertThatThrownBy(() -> checkpoints.markBest(200, 1)).isInstanceOf(CheckpointException.class);
        assertThatThrownBy(() -> Checkpoints.readOnly(run.resolve("no")).load("latest"))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("there is no folder of checkpoints " + run.resolve("no"));
    }

    @Test
    void readOnly_unfinishedFiles_leftAlone() throws IOException {
        checkpoints.save(100, state(1), Map.of());
        Files.createFile(folder.resolve(".latest.1-2.tmp"));
        Checkpoints reader = Checkpoints.readOnly(folder);
        assertThat(reader.load("latest").checkpoint().step()).isEqualTo(100);
        assertThat(folder.resolve(".latest.1-2.tmp")).exists();
        assertThatThrownBy(() -> reader.save(200, state(1), Map.of())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void save_reservedKey_refusedOldStays() throws IOException {
        checkpoints.save(100, state(1), Map.of());
        assertThatThrownBy(() -> checkpoints.save(200, state(2), Map.of("sha256", "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(checkpoints.load("latest").checkpoint().step()).isEqualTo(100);
        checkpoints = Checkpoints.open(folder, 2);
        assertThat(AtomicFileTest.names(folder)).hasSize(3);
    }

    private void saveThreeKept() throws IOException {
        checkpoints = Checkpoints.open(folder, 3);
        for (int step = 100; step <= 300; step += 100) {
            checkpoints.save(step, state(step), Map.of());
        }
    }

    private List<Long> steps() throws IOException {
        return checkpoints.list().stream().map(Checkpoint::step).toList();
    }

    static StateDict state(long value) {
        StateDict state = new StateDict();
        state.putLongs("step", new long[] {value});
        state.putFloats("w", new float[] {value, 2});
        return state;
    }
}
