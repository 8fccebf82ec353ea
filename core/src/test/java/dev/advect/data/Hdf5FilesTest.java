package dev.advect.data;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Files that h5py wrote, by {@code src/test/python/make_hdf5.py}: once, and anew by the Python that is to be had. */
class Hdf5FilesTest {
    private static final Path KEPT = Path.of("src/test/resources/dev/advect/data").toAbsolutePath();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path fresh;

    private static boolean written;

    /** Where a file comes from. */
    enum Origin {
        KEPT,
        FRESH
    }

    @BeforeAll
    static void write() throws IOException, InterruptedException {
        String python = System.getenv().getOrDefault("ADVECT_PYTHON", "python3");
        try {
            written = new ProcessBuilder(python, Path.of("src/test/python/make_hdf5.py").toString(), fresh.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            written = false;
        }
    }

    private static Path file(Origin origin, String name) {
        assumeTrue(origin == Origin.KEPT || written, "a Python with h5py is needed (ADVECT_PYTHON)");
        return (origin == Origin.KEPT ? KEPT : fresh).resolve(name + ".hdf5");
    }

    private static Demonstrations read(Origin origin, String name) throws IOException {
        return DemonstrationFile.read(file(origin, name));
    }

    private static void assertRefused(Origin origin, String name, String why) {
        Path file = file(origin, name);
        assertThatThrownBy(() -> DemonstrationFile.read(file)).isInstanceOf(DemonstrationException.class)
                .hasMessageStartingWith(file + ": " + why);
    }

    // ---- links and names

    @ParameterizedTest
    @EnumSource
    void links_softChainedAndHard_areFollowed(Origin origin) throws IOException {
        Demonstrations found = read(origin, "links");

        assertThat(found.starts()).containsExactly(0, 4, 8, 12, 16);
        assertThat(found.observation())
                .containsExactly(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 7, 7, 7, 7); // the last behind a link of obs
        assertThat(found.action()).startsWith(.25f, .5f, .75f, 1, .25f);
    }

    @ParameterizedTest
    @EnumSource
    void links_thatLeadNowhere_areRefusedByName(Origin origin) {
        assertRefused(origin, "broken_link", "'data/demo_1' is a link to '/data/nowhere', which is not in the file");
        assertRefused(origin, "circular_link", "'data/demo_1' is a link that leads to 16 others, perhaps in a circle");
        assertRefused(origin, "external_link",
                "'data/demo_1' is a link into another file, links.hdf5:/data/demo_0, and such links are not followed");
        assertRefused(origin, "group_in_itself", "'data/demo_0/obs/loop/loop/");
    }

    @ParameterizedTest
    @EnumSource
    void names_ofAnyKind_areReadInTheirOrder(Origin origin) throws IOException {
        Demonstrations found = read(origin, "names");

        assertThat(found.starts()).containsExactly(0, 4, 8, 12);
        assertThat(found.observation()) // demo_2, demo_2_success, demo_10, other
                .containsExactly(2, 3, 4, 5, 1, 2, 3, 4, 0, 1, 2, 3, 3, 4, 5, 6);
    }

    @ParameterizedTest
    @EnumSource
    void names_thatAreNoDemonstrations_areRefused(Origin origin) {
        assertRefused(origin, "stranger", "'data/mask' is not a demonstration: it is no group");
    }

    // ---- numbers

    @ParameterizedTest
    @EnumSource
    void numbers_ofAllTypes_areRead(Origin origin) throws IOException {
        Demonstrations found = read(origin, "types");

        assertThat(found.episodes()).isEqualTo(14);
        for (int i = 0; i < found.steps(); i++) {
            assertThat(found.action()[i]).as("step %d", i).isEqualTo(i % 2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void fillValue_whereNothingWasWritten_isRead(Origin origin) throws IOException {
        assertThat(read(origin, "unwritten_chunks").reward()).containsExactly(7, 7, 7, 1);
        assertThat(read(origin, "never_written").reward()).containsExactly(7, 7, 7, 7);
    }

    @ParameterizedTest
    @EnumSource
    void lateLayouts_areReadWholeOrRefused(Origin origin) throws IOException {
        Demonstrations late = read(origin, "late");
        assertThat(late.action()).containsExactly(.25f, .5f, .75f, 1);
        assertThat(late.reward()).containsExactly(0, 1, 2, 3);
        assertRefused(origin, "unwritten_late", "the data set 'data/demo_0/rewards' has chunks that were never written");
    }

    @ParameterizedTest
    @EnumSource
    void filter_thatIsNotSupported_isCalledThat(Origin origin) {
        assertRefused(origin, "filtered", "the data set 'data/demo_0/rewards' is compressed by a filter that is not supported, "
                + "scaleoffset, number 6: h5repack");
    }

    // ---- what is empty

    @ParameterizedTest
    @EnumSource
    void emptyDemonstration_isRefusedOrLeftOut(Origin origin) throws IOException {
        assertRefused(origin, "empty_demonstration", "'data/demo_1' holds no steps: advect data convert --skip-empty");

        Path file = file(origin, "empty_demonstration");
        DemonstrationFile.Contents contents = DemonstrationFile.read(file, new ReadOptions(List.of(), 0, true, true));
        assertThat(contents.demonstrations().steps()).isEqualTo(4);
        assertThat(contents.notes()).containsExactly("'data/demo_1' holds no steps and is left out");
        assertThatThrownBy(() -> DemonstrationFile.read(file, new ReadOptions(List.of(), 0, true, false)))
                .hasMessageContaining("'data' holds 4 steps, its attribute total says 9");
    }

    @ParameterizedTest
    @EnumSource
    void observationWithoutComponents_isRefusedByName(Origin origin) {
        assertRefused(origin, "no_components",
                "the data set 'data/demo_0/obs/nothing' has 0 components a step, at least 1 is needed");
    }

    // ---- the file

    @ParameterizedTest
    @EnumSource
    void userBlock_isPassedOver(Origin origin) throws IOException {
        assertThat(read(origin, "user_block").reward()).containsExactly(0, 1, 2, 3);
    }

    @ParameterizedTest
    @EnumSource
    void userBlock_cutOff_isCalledThat(Origin origin) throws IOException {
        byte[] whole = Files.readAllBytes(file(origin, "user_block"));
        Path part = fresh.resolve("part.hdf5");
        Files.write(part, Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> DemonstrationFile.read(part)).hasMessage(part + ": it is truncated: it has "
                + (whole.length - 1) + " bytes, its header says " + whole.length);
    }

    /** How new a file is that h5py calls the latest depends on h5py. */
    @Test
    void format_tooNew_isCalledThat() {
        assertRefused(Origin.KEPT, "too_new", "it uses what is not supported of HDF5 (Unsupported data layout message version "
                + "detected. Detected version = 5): h5py with libver='v110'");
    }
}
