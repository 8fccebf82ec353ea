package dev.advect.data;

import dev.advect.data.DemonstrationFile.Contents;
import dev.advect.data.DemonstrationFile.Format;
import dev.advect.env.ObservationPart;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A data set of three episodes, of 3 and 2 steps in one file and of 4 in another: state (episode, step), action (step / 10,
 * -episode / 10, 0.5), reward the step; the second episode ends done.
 */
class LeRobotFilesTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        LeRobotFixture.copyTo(folder);
    }

    @Test
    void read_manyEpisodesAFile() throws IOException {
        Contents contents = DemonstrationFile.read(folder, ReadOptions.NONE);

        Demonstrations all = contents.demonstrations();
        assertThat(contents.format()).isEqualTo(Format.LEROBOT);
        assertThat(contents.environment()).isEqualTo("pusher");
        assertThat(all.parts()).containsExactly(new ObservationPart("observation.state", 2));
        assertThat(all.starts()).containsExactly(0, 2, 4);
        assertThat(all.observation()).containsExactly(0, 0, 0, 1, 1, 0, 1, 1, 2, 0, 2, 1, 2, 2);
        assertThat(all.nextObservation()).startsWith(0, 1, 0, 2, 1, 1).endsWith(2, 1, 2, 2, 2, 3);
        assertThat(all.action()).startsWith(0, 0, 0.5f, 0.1f, 0, 0.5f).endsWith(0.2f, -0.2f, 0.5f);
        assertThat(all.reward()).containsExactly(0, 1, 0, 1, 0, 1, 2);
        assertThat(all.terminated()).containsExactly(false, false, false, true, false, false, false);
        assertThat(contents.notes()).containsExactly("left out, as pictures: observation.images.top",
                "2 steps are left out, each the last of an episode: the files do not say where they led");
    }

    /** Data that contradict info.json, stats.json or the recorded episode lengths are rejected. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "meta/info.json | \"total_frames\": 9 | \"total_frames\": 8 | the data have 9 steps, meta/info.json says 8",
        "meta/info.json | \"total_episodes\": 3 | \"total_episodes\": 4 | there are 3 episodes, meta/info.json says 4",
        "meta/stats.json | 3.0 | 4.0 | the max of 'observation.state' is [2.0, 3.0], meta/stats.json says [2.0,4.0]"
    })
    void read_otherNumbers_areRefusedOrIgnored(String file, String from, String to, String message) throws IOException {
        change(file, from, to);

        assertThatThrownBy(() -> DemonstrationFile.read(folder)).hasMessageContaining(message)
                .hasMessageContaining("--ignore-counts");
        assertThat(DemonstrationFile.read(folder, new ReadOptions(List.of(), 0, false, true)).demonstrations().steps()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "meta/info.json | v3.0 | v2.1 | it is of version 'v2.1' of LeRobot's format, not v3.0",
        "meta/info.json | \"observation.state\": | \"observation.other\": | the column 'observation.other' is missing; there are observation.state, action,",
        "meta/info.json | \"float32\" | \"video\" | there are only pictures, observation.state, observation.images.top",
        "meta/info.json | data/chunk- | ../../chunk- | its data_path '../../chunk-",
        "meta/info.json | { | [ | it is no JSON",
    })
    void read_faultyDescription_isRefused(String file, String from, String to, String message) throws IOException {
        change(file, from, to);

        assertThatThrownBy(() -> DemonstrationFile.read(folder)).isInstanceOf(DemonstrationException.class)
                .hasMessageContaining(message).message().doesNotContain("\n");
    }

    @Test
    void read_missingOrDamagedFiles_areRefused() throws IOException {
        Path file = folder.resolve("data/chunk-000/file-001.parquet");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, new byte[200]);
        assertThatThrownBy(() -> DemonstrationFile.read(folder)).hasMessageContaining("file-001.parquet: it is damaged or no Parquet file");
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 20));
        assertThatThrownBy(() -> DemonstrationFile.read(folder)).hasMessageContaining("file-001.parquet: it is damaged or no Parquet file");
        Files.delete(file);
        assertThatThrownBy(() -> DemonstrationFile.read(folder)).hasMessageContaining("file-001.parquet: the file is missing");
    }

    /** A footer of lists within lists is refused before it exhausts the stack. */
    @Test
    void read_footerOfNestedLists_isRefused() throws IOException {
        byte[] magic = "PAR1".getBytes(StandardCharsets.US_ASCII);
        byte[] footer = new byte[100_000];
        Arrays.fill(footer, (byte) 0x19); // a list of one element, which is a list
        ByteBuffer bytes = ByteBuffer.allocate(footer.length + 12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(magic).put(footer).putInt(footer.length).put(magic);
        Files.write(folder.resolve("data/chunk-000/file-001.parquet"), bytes.array());

        assertThatThrownBy(() -> DemonstrationFile.read(folder)).isInstanceOf(DemonstrationException.class)
                .hasMessageEndingWith("file-001.parquet: its descriptions are nested too deeply");
    }

    /** Files that pyarrow wrote, with lists of a fixed size, give the same data as the fixture. */
    @ParameterizedTest
    @ValueSource(strings = {"snappy", "none", "gzip"})
    void read_writtenByPyarrow_isTheSame(String compression) throws Exception {
        assumeTrue(LeRobotFixture.rewriteWithPyarrow(folder, compression), "a Python with pyarrow is needed (ADVECT_PYTHON)");
        Path other = Files.createDirectories(folder.resolve("original"));
        LeRobotFixture.copyTo(other);

        assertThat(DemonstrationFile.read(folder)).usingRecursiveComparison().isEqualTo(DemonstrationFile.read(other));
    }

    private void change(String name, String from, String to) throws IOException {
        Path file = folder.resolve(name);
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to)));
    }
}
