package dev.advect.offpolicy;

import dev.advect.io.DamagedFileException;
import dev.advect.io.StateDict;
import dev.advect.random.Rng;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReplayFilesTest {
    private static final int LANES = 3;

    @TempDir
    private Path folder;

    private final Rng random = new Rng(4, 0);

    private static ReplayBuffer buffer() {
        return new ReplayBuffer(LANES, LANES * 20L, 2, 1, 0.9);
    }

    private void add(ReplayBuffer buffer, int steps) {
        for (int i = 0; i < steps; i++) {
            float s = random.nextFloat();
            buffer.add(random.nextInt(LANES), MemorySegment.ofArray(new float[] {s, 1}),
                    MemorySegment.ofArray(new float[] {random.nextFloat()}), 0, random.nextFloat(),
                    random.nextInt(9) == 0, random.nextInt(9) == 0, MemorySegment.ofArray(new float[] {s + 1, 2}));
        }
    }

    private static float[] draw(ReplayBuffer buffer) {
        try (Batch batch = new Batch(300, 2, 1, 1)) {
            buffer.sample(new Rng(1, 1), batch, 0, 300, 3);
            float[] all = new float[300 * 6];
            batch.observation().read(0, all, 0, 600);
            batch.next().read(0, all, 600, 600);
            batch.reward().read(0, all, 1200, 300);
            batch.returnToGo().read(0, all, 1500, 300);
            return all;
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        }
    }

    private static StateDict saved(ReplayFiles files) {
        StateDict state = new StateDict();
        files.save(state);
        return state;
    }

    @Test
    void load_afterAnyNumberOfSaves_isTheSameBuffer_andGoesOnTheSame() throws IOException {
        try (ReplayBuffer original = buffer(); ReplayBuffer copy = buffer()) {
            ReplayFiles files = new ReplayFiles(original);
            files.write(folder); // nothing yet
            assertThat(files()).isEmpty();
            for (int round = 0; round < 12; round++) {
                add(original, random.nextInt(40));
                files.write(folder);
                StateDict state = saved(files);
                ReplayFiles read = new ReplayFiles(copy);
                read.load(state, folder);
                if (original.steps() > 0) {
                    assertThat(copy.steps()).isEqualTo(original.steps());
                    assertThat(draw(copy)).containsExactly(draw(original));
                }
                if (round % 3 == 2) {
                    files = read; // the resumed one goes on
                    files.load(state, folder);
                    original.clear();
                    files = new ReplayFiles(original);
                    files.load(state, folder);
                }
            }
        }
    }

    @Test
    void load_anInterruptedEpisode_itsReturnsStayUnknown() throws IOException {
        try (ReplayBuffer original = buffer(); ReplayBuffer copy = buffer()) {
            ReplayFiles files = new ReplayFiles(original);
            add(original, 30);
            for (int lane = 0; lane < LANES; lane++) {
                original.interrupt(lane);
            }
            add(original, 10);
            files.write(folder);
            new ReplayFiles(copy).load(saved(files), folder);
            assertThat(draw(copy)).containsExactly(draw(original)).contains(Float.NEGATIVE_INFINITY);
        }
    }

    @Test
    void write_replacedRows_filesAreDeletedWhenTheNextCheckpointIsThere() throws IOException {
        try (ReplayBuffer buffer = buffer()) {
            ReplayFiles files = new ReplayFiles(buffer);
            add(buffer, 30);
            files.write(folder);
            assertThat(files()).containsExactly("replay-000001.safetensors");
            StateDict before = saved(files);
            files.deleteUnneeded(folder);
            add(buffer, 300);
            files.write(folder);
            StateDict after = saved(files);
            // killed here, or the checkpoint could not be written: the one before is the latest, its file must be there
            assertThat(files()).containsExactly("replay-000001.safetensors", "replay-000002.safetensors");
            add(buffer, 300);
            files.write(folder);
            assertThat(files()).hasSize(3);
            try (ReplayBuffer copy = buffer()) {
                // killed after the second checkpoint, before the file of the first was deleted
                ReplayFiles found = new ReplayFiles(copy);
                found.load(after, folder);
                assertThat(files()).hasSize(3);
                found.deleteOthers(folder);
                assertThat(files()).containsExactly("replay-000002.safetensors");
                assertThatThrownBy(() -> new ReplayFiles(copy).load(before, folder)).isInstanceOf(IOException.class);
            }
        }
        try (ReplayBuffer buffer = buffer()) {
            ReplayFiles files = new ReplayFiles(buffer);
            for (int i = 0; i < 10; i++) {
                add(buffer, 300);
                files.write(folder);
                files.deleteUnneeded(folder);
            }
            assertThat(files()).containsExactly("replay-000010.safetensors");
        }
    }

    @Test
    void write_fails_theNextOneBeginsWhereTheLastGoodOneEnded() throws IOException {
        try (ReplayBuffer original = buffer(); ReplayBuffer copy = buffer()) {
            ReplayFiles files = new ReplayFiles(original);
            add(original, 9);
            files.write(folder);
            add(original, 9);
            Path inTheWay = Files.createDirectory(folder.resolve("replay-000002.safetensors"));
            assertThatThrownBy(() -> files.write(folder)).isInstanceOf(IOException.class);
            Files.delete(inTheWay);
            add(original, 9);
            files.write(folder);
            assertThat(files()).containsExactly("replay-000001.safetensors", "replay-000002.safetensors");
            new ReplayFiles(copy).load(saved(files), folder);
            assertThat(copy.steps()).isEqualTo(27);
            assertThat(draw(copy)).containsExactly(draw(original));
        }
    }

    @Test
    void load_rowsMissingBetweenFiles_isRefused() throws IOException {
        try (ReplayBuffer original = buffer(); ReplayBuffer copy = buffer()) {
            ReplayFiles files = new ReplayFiles(original);
            for (int i = 0; i < 3; i++) {
                add(original, 9);
                files.write(folder);
            }
            StateDict state = saved(files);
            // as if the second file had never been: the third takes its number
            Files.move(folder.resolve("replay-000003.safetensors"), folder.resolve("replay-000002.safetensors"),
                    StandardCopyOption.REPLACE_EXISTING);
            long[] crc = state.longs("crc", 3);
            StateDict gap = new StateDict();
            gap.putLongs("files", new long[] {1, 2});
            gap.putLongs("crc", new long[] {crc[0], crc[2]});
            gap.putLongs("written", state.longs("written", LANES));
            gap.putFloats("open", state.floats("open", LANES, 2), LANES, 2);
            assertThatThrownBy(() -> new ReplayFiles(copy).load(gap, folder))
                    .isInstanceOf(DamagedFileException.class).hasMessageContaining("rows are missing before it");
            assertThat(copy.steps()).isZero();
        }
    }

    @Test
    void write_manyRows_areSplitOverFiles() throws IOException {
        // 2^22 floats a file and 1025 floats a row: 4091 rows a file
        try (ReplayBuffer wide = new ReplayBuffer(2, 12_000, 1023, 1, 0.9);
                ReplayBuffer copy = new ReplayBuffer(2, 12_000, 1023, 1, 0.9)) {
            MemorySegment observation = MemorySegment.ofArray(new float[1023]);
            for (int i = 0; i < 10_000; i++) {
                wide.add(i % 2, observation, MemorySegment.ofArray(new float[] {i}), 0, i, i % 99 == 0, false,
                        observation);
            }
            ReplayFiles files = new ReplayFiles(wide);
            files.write(folder);
            assertThat(files()).hasSize(3);
            new ReplayFiles(copy).load(saved(files), folder);
            assertThat(copy.steps()).isEqualTo(10_000);
            try (Batch expected = new Batch(50, 1023, 1, 1); Batch found = new Batch(50, 1023, 1, 1)) {
                wide.sample(new Rng(1, 0), expected, 0, 50, 2);
                copy.sample(new Rng(1, 0), found, 0, 50, 2);
                assertThat(found.action().toArray()).containsExactly(expected.action().toArray());
                assertThat(found.reward().toArray()).containsExactly(expected.reward().toArray());
            }
        }
    }

    @Test
    void load_missingOrDamagedFile_isRefused_andLeavesAnEmptyBuffer() throws IOException {
        try (ReplayBuffer original = buffer(); ReplayBuffer copy = buffer()) {
            ReplayFiles files = new ReplayFiles(original);
            add(original, 10);
            files.write(folder);
            add(original, 10);
            files.write(folder);
            StateDict state = saved(files);
            Path second = folder.resolve("replay-000002.safetensors");
            byte[] bytes = Files.readAllBytes(second);

            byte[] flipped = bytes.clone();
            flipped[flipped.length - 20] ^= 1;
            Files.write(second, flipped);
            assertThatThrownBy(() -> new ReplayFiles(copy).load(state, folder))
                    .isInstanceOf(DamagedFileException.class).hasMessageContaining("replay-000002");
            assertThat(copy.steps()).isZero();

            Files.delete(second);
            assertThatThrownBy(() -> new ReplayFiles(copy).load(state, folder))
                    .isInstanceOf(IOException.class).hasMessageContaining("there is no file");

            Files.write(second, bytes);
            new ReplayFiles(copy).load(state, folder);
            assertThat(copy.steps()).isEqualTo(20);
        }
    }
}
