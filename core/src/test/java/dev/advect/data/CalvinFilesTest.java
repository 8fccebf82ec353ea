package dev.advect.data;

import dev.advect.data.DemonstrationFile.Contents;
import dev.advect.data.DemonstrationFile.Format;
import dev.advect.env.ObservationPart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static dev.advect.data.NpyFiles.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CalvinFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private void steps(int... numbers) throws IOException {
        for (int number : numbers) {
            NpyFiles.step(folder, number);
        }
    }

    /** Steps 3, 4, 5 and 8, 9 as two episodes: the last step of each is only where the one before it led. */
    @Test
    void read_episodesAreListed() throws IOException {
        steps(3, 4, 5, 8, 9);
        Files.write(folder.resolve("ep_start_end_ids.npy"), NpyFiles.pairs(3, 5, 8, 9));
        Files.createDirectories(folder.resolve("lang_annotations"));

        Contents contents = DemonstrationFile.read(folder, ReadOptions.NONE);

        Demonstrations all = contents.demonstrations();
        assertThat(contents.format()).isEqualTo(Format.CALVIN);
        assertThat(all.parts()).containsExactly(new ObservationPart("robot_obs", 2), new ObservationPart("scene_obs", 1));
        assertThat(all.observation()).containsExactly(3, 1.5f, 30, 4, 2, 40, 8, 4, 80);
        assertThat(all.nextObservation()).containsExactly(4, 2, 40, 5, 2.5f, 50, 9, 4.5f, 90);
        assertThat(all.action()).containsExactly(0.03f, -1, 0.04f, 1, 0.08f, 1);
        assertThat(all.starts()).containsExactly(0, 2);
        assertThat(all.truncated()).containsExactly(false, true, true);
        assertThat(all.terminated()).containsOnly(false);
        assertThat(all.reward()).containsOnly(0);
        assertThat(contents.notes()).contains("left out: actions, rgb_static",
                "left out: the sentences in lang_annotations, which are pickled Python objects",
                "2 steps are left out, the last of each episode: the files do not say where they led");
    }

    /** Without the list, a missing number ends an episode; a data set's folder stands for its training. */
    @Test
    void read_withoutList_aGapEndsAnEpisode() throws IOException {
        Path training = Files.createDirectories(folder.resolve("training"));
        for (int number : new int[] {1, 2, 4, 5, 6}) {
            NpyFiles.step(training, number);
        }

        Demonstrations all = DemonstrationFile.read(folder, new ReadOptions(List.of("scene_obs"), 0)).demonstrations();

        assertThat(all.observation()).containsExactly(10, 40, 50);
        assertThat(all.starts()).containsExactly(0, 1);
    }

    @Test
    void read_convertedAndRead_isTheSame() throws IOException {
        steps(1, 2, 3);
        Demonstrations all = DemonstrationFile.read(folder);
        Path file = folder.resolve("all.hdf5");

        DemonstrationFile.write(file, all, "calvin");

        assertThat(DemonstrationFile.read(file)).usingRecursiveComparison().isEqualTo(all);
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> DemonstrationFile.read(folder)).isInstanceOf(DemonstrationException.class)
                .hasMessageContaining(message).message().doesNotContain("\n");
    }

    @Test
    void read_faultyFolders_areRefused() throws IOException {
        steps(1, 2);
        Path second = folder.resolve("episode_0000002.npz");
        Files.write(second, NpyFiles.npz(Map.of("scene_obs", floats(1), "rel_actions", floats(1, 1))));
        assertRefused("episode_0000002.npz: the array 'robot_obs' is missing; there are ");
        Files.write(second, NpyFiles.npz(Map.of("robot_obs", floats(1), "scene_obs", floats(1), "rel_actions", floats(1, 1))));
        assertRefused("episode_0000002.npz: the array 'robot_obs' has 1 numbers, elsewhere there are 2");
        Files.write(second, NpyFiles.npz(Map.of("robot_obs", floats(1, Double.NaN), "scene_obs", floats(1), "rel_actions",
                floats(1, 1))));
        assertRefused("episode_0000002.npz: the array 'robot_obs' holds NaN");
        Files.write(second, new byte[100]);
        assertRefused("episode_0000002.npz: it is no zip file that can be read");
        Files.delete(second);
        Files.write(folder.resolve("ep_start_end_ids.npy"), NpyFiles.pairs(1, 3));
        assertRefused("the file episode_0000002.npz is missing");
        Files.write(folder.resolve("ep_start_end_ids.npy"), NpyFiles.pairs(2, 1));
        assertRefused("the numbers of the episodes are not ascending at 1.0");
    }

    /** In an array that is not compressed, only the checksum reveals a flipped bit. */
    @Test
    void read_flippedBitOfAStoredArray_isRefusedByName() throws IOException {
        steps(1, 2);
        Path second = folder.resolve("episode_0000002.npz");
        byte[] robot = floats(2, 1);
        byte[] bytes = NpyFiles.storedNpz(Map.of("robot_obs", robot, "scene_obs", floats(20), "rel_actions", floats(0, 1)));
        Files.write(second, bytes);
        assertThat(DemonstrationFile.read(folder).nextObservation()).containsExactly(2, 1, 20);

        int start = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(new String(robot, StandardCharsets.ISO_8859_1));
        bytes[start + robot.length - 1] ^= (byte) 1; // 1 becomes 0.25
        Files.write(second, bytes);

        assertRefused("episode_0000002.npz: the array 'robot_obs' is damaged: its CRC-32 is not the one that the zip file states");
    }

    /** A pickled array is refused by its name where it is needed; a mask, where there is none. */
    @Test
    void read_pickledArray_isRefusedByName() throws IOException {
        steps(1, 2);
        byte[] pickled = NpyFiles.npy("{'descr': '|O', 'fortran_order': False, 'shape': (), }",
                "cos\nsystem\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("episode_0000002.npz"),
                NpyFiles.npz(Map.of("robot_obs", pickled, "scene_obs", floats(1), "rel_actions", floats(1, 1))));

        assertRefused("the array 'robot_obs' holds pickled Python objects, which are not read");
    }

    @Test
    void read_withMask_isRefused() throws IOException {
        steps(1, 2);

        assertThatThrownBy(() -> DemonstrationFile.read(folder, new ReadOptions(List.of(), 0, false, false, "train")))
                .hasMessageContaining("only robomimic's files have masks");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), } | 4 |",
        "{'shape': (1,), 'fortran_order': False, 'descr': '>f8'} | 8 |",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (1,), } | 4 |",
        "{'descr': '<f2', 'fortran_order': False, 'shape': (2,), } | 4 |",
        "{'descr': '<i8', 'fortran_order': False, 'shape': (), } | 8 |",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), } | 4 | has 4 bytes of data, its header says 8",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (0,), } | 4 | has 4 bytes of data, its header says 0",
        "{'descr': '<c8', 'fortran_order': False, 'shape': (1,), } | 8 | is of type '<c8', which is not supported",
        "{'descr': '<f1', 'fortran_order': False, 'shape': (1,), } | 1 | is of type '<f1', which is not supported",
        "{'descr': '<f4', 'fortran_order': True, 'shape': (1, 1), } | 4 | is stored column by column",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), } | 4 | has a header that is not just",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), } | 4 | has too many elements",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (1,), 'x': 1} | 4 | has a header that is not just",
        "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)} | 4 | has a header with two entries 'descr'",
        "{'descr': '<f4', 'shape': (1,), } | 4 | has a header that is not just",
        "{'descr': True, 'fortran_order': False, 'shape': (1,), } | 4 | has a header whose 'descr' is of the wrong kind",
        "__import__('os').system('x') | 4 | has a header that is no dictionary"
    })
    void npy_headers_areParsedStrictly(String header, int bytes, @Nullable String refusal)
            throws Exception {
        byte[] file = NpyFiles.npy(header, new byte[bytes]);
        if (refusal == null) {
            assertThat(NpyArray.read(file).values()).containsOnly(0);
        } else {
            assertThatThrownBy(() -> NpyArray.read(file)).isInstanceOf(NpyArray.NpyException.class).hasMessageContaining(refusal);
        }
    }
}
