package dev.advect.train;

import dev.advect.io.FolderLock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

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
    void isBegun_onceAnythingButTheConfigurationIsThere() throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        assertThat(directory.isBegun()).isFalse();
        Files.createDirectory(parent.resolve("run/checkpoints"));
        assertThat(directory.isBegun()).isTrue();
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
                .hasMessage(empty + " is not a run directory: it holds no config.yaml; if a run was ended while it made the "
                        + "folder, begin it again with --run-dir=" + empty);
    }

    @Test
    void lock_heldByAnother_refusedUntilItIsGivenBack() throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        try (FolderLock _ = directory.lock()) {
            assertThatThrownBy(() -> RunDirectory.open(directory.folder()).lock()).isInstanceOf(RunException.class)
                    .hasMessageContaining(directory.folder() + " is in use by another process");
        }
        directory.lock().close();
    }

    @Test
    void createNumbered_isTheFirstFreeNumber() throws IOException {
        assertThat(RunDirectory.createNumbered(parent, config).folder()).isEqualTo(parent.resolve("tiny-fpo-1"));
        Files.createDirectory(parent.resolve("tiny-fpo-3"));
        assertThat(RunDirectory.createNumbered(parent, config).folder()).isEqualTo(parent.resolve("tiny-fpo-2"));
        assertThat(RunDirectory.createNumbered(parent, config).folder()).isEqualTo(parent.resolve("tiny-fpo-4"));
        RunConfig gym = Presets.of("cpu", Algorithm.FPO, "gym:ale_py:ALE/Pong-v5");
        assertThat(RunDirectory.createNumbered(parent, gym).folder())
                .isEqualTo(parent.resolve("gym-ale_py-ALE-Pong-v5-fpo-1"));
    }

    @Test
    void create_leftByAKilledProcess_isUsed() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("run"));
        Files.createFile(folder.resolve(".lock"));
        Files.writeString(folder.resolve(".config.yaml.123-1.tmp"), "env: ti");
        RunDirectory.create(folder, config);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrder(".lock", "config.yaml");
        }
    }

    @Test
    void create_ofManyAtOnce_oneWins_withItsOwnConfiguration() throws Exception {
        for (int round = 0; round < 20; round++) {
            Path folder = parent.resolve("round" + round);
            List<RunConfig> wrote = atOnce(i -> RunDirectory.create(folder, seeded(i)));
            assertThat(wrote).hasSize(1);
            assertThat(RunDirectory.open(folder).config()).isEqualTo(wrote.getFirst());
        }
    }

    @Test
    void createNumbered_ofManyAtOnce_eachGetsAFolderOfItsOwn() throws Exception {
        List<RunConfig> wrote = atOnce(i -> RunDirectory.createNumbered(parent, seeded(i)));
        assertThat(wrote).hasSize(8);
        List<RunConfig> found = new ArrayList<>();
        for (int i = 1; i <= 8; i++) {
            found.add(RunDirectory.open(parent.resolve("tiny-fpo-" + i)).config());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(wrote);
    }

    private RunConfig seeded(int seed) {
        return ConfigYaml.with(config, Map.of("seed", Integer.toString(seed)));
    }

    /** Makes a directory of a number. */
    private interface Maker {
        RunDirectory make(int i) throws IOException;
    }

    /** Eight threads make one each, all at the same time; the configurations of those that were not refused. */
    private static List<RunConfig> atOnce(Maker maker) throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        List<RunConfig> wrote = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<RunDirectory>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                all.add(threads.submit(() -> {
                    together.await();
                    return maker.make(number);
                }));
            }
            for (Future<RunDirectory> one : all) {
                try {
                    wrote.add(one.get().config());
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(RunException.class);
                }
            }
        }
        return wrote;
    }

    @Test
    void updateConfig_replacesIt() throws IOException {
        RunDirectory directory = RunDirectory.create(parent.resolve("run"), config);
        RunConfig longer = TinyRun.config(Algorithm.FPO, 1, 8, 2, 1);
        directory.updateConfig(longer);
        assertThat(RunDirectory.open(directory.folder()).config()).isEqualTo(longer);
    }
}
