package dev.advect.train;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RunDirectoryTest {
    private final RunConfig config = TinyRun.config(Algorithm.FPO, 1, 4, 2, 1);
    @TempDir
    Path parent;

    @Test
    void create_new_holdsTheConfiguration() throws IOException {
        Path folder = parent.resolve("a/b/run");
        RunDirectory directory = RunDirectory.create(folder, config);
        assertThat(Files.readString(folder.resolve("config.yaml"))).isEqualTo(ConfigYaml.write(config));
        assertThat(directory.config()).isEqualTo(config);
        assertThat(RunDirectory.open(folder).config()).isEqualTo(config);
        assertThat(directory.folder()).isEqualTo(folder);
    }

    @Test
    void create_emptyFolder_isUsed() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("run"));
        assertThat(RunDirectory.create(folder, config).config()).isEqualTo(config);
    }

    @Test
    void create_existing_refusedAndLeftAlone() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("run"));
        Files.writeString(folder.resolve("mine.txt"), "mine");
        assertThatThrownBy(() -> RunDirectory.create(folder, config)).isInstanceOf(RunException.class)
                .hasMessage("run directory " + folder + " exists already: continue it with --resume " + folder
                        + ", or choose another with --run-dir");
        assertThat(Files.exists(folder.resolve("config.yaml"))).isFalse();
        Path file = Files.writeString(parent.resolve("file"), "");
        assertThatThrownBy(() -> RunDirectory.create(file, config)).isInstanceOf(RunException.class)
                .hasMessageContaining(file + " exists already");
    }

    @Test
    void open_unknown_refused() throws IOException {
        Path missing = parent.resolve("missing");
        assertThatThrownBy(() -> RunDirectory.open(missing)).isInstanceOf(RunException.class)
                .hasMessage("there is no run directory " + missing);
        Path empty = Files.createDirectory(parent.resolve("empty"));
        assertThatThrownBy(() -> RunDirectory.open(empty)).isInstanceOf(RunException.class)
                .hasMessage(empty + " is not a run directory: it holds no config.yaml");
    }

    @Test
    void lock_heldByAnother_refusedUntilItIsGivenBack() throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (FileChannel held = directory.lock()) {
            assertThat(held.isOpen()).isTrue();
            assertThatThrownBy(() -> RunDirectory.open(directory.folder()).lock()).isInstanceOf(RunException.class)
                    .hasMessageContaining(directory.folder() + " is in use by another process");
        }
        directory.lock().close();
    }

    @Test
    void unused_isTheFirstFreeNumber() throws IOException {
        assertThat(RunDirectory.unused(parent, config)).isEqualTo(parent.resolve("tiny-fpo-1"));
        Files.createDirectory(parent.resolve("tiny-fpo-1"));
        Files.createDirectory(parent.resolve("tiny-fpo-3"));
        assertThat(RunDirectory.unused(parent, config)).isEqualTo(parent.resolve("tiny-fpo-2"));
        RunConfig gym = Presets.of("cpu", Algorithm.FPO, "gym:ale_py:ALE/Pong-v5");
        assertThat(RunDirectory.unused(parent, gym)).isEqualTo(parent.resolve("gym-ale_py-ALE-Pong-v5-fpo-1"));
    }

    @Test
    void updateConfig_replacesIt() throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        RunConfig longer = TinyRun.config(Algorithm.FPO, 1, 8, 2, 1);
        directory.updateConfig(longer);
        assertThat(RunDirectory.open(directory.folder()).config()).isEqualTo(longer);
    }
}
