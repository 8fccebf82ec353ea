package dev.advect.mujoco;

import dev.advect.mujoco.library.Binaries;
import dev.advect.mujoco.library.BinaryHeader;
import dev.advect.mujoco.library.LibraryCache;
import dev.advect.mujoco.library.Machine;
import dev.advect.mujoco.library.RecordedChecksum;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

final class RecordedChecksumTest {
    /** SHA-256 of "abc", as FIPS 180-2 gives it. */
    private static final String SHA_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private static final String SHA_OF_ABC_IN_BASE64 = "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0";

    @TempDir
    private Path folder;

    private Path file(String name, String content) throws IOException {
        return Binaries.write(folder.resolve(name), content.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void problem_nothingRecorded_isNone() throws IOException {
        assertThat(RecordedChecksum.problem(file("libmujoco.so.3.14.0", "abc"))).isEmpty();
    }

    @Test
    void problem_ofTheCache_isNoneUntilAByteChanges() throws IOException {
        Path library = file("libmujoco.so.3.14.0", "abc");
        Path companion = file("libccd.so.2.0", "companion");
        RecordedChecksum.write(folder);
        assertThat(Files.readString(folder.resolve("SHA256SUMS"))).contains(SHA_OF_ABC + "  libmujoco.so.3.14.0\n");
        assertThat(RecordedChecksum.problem(library)).isEmpty();
        Files.writeString(companion, "Companion");
        assertThat(RecordedChecksum.problem(library)).contains("libccd.so.2.0 beside it is damaged, its checksum is not "
                + "the one in " + folder.toRealPath().resolve("SHA256SUMS"));
        Files.writeString(library, "abd");
        assertThat(RecordedChecksum.problem(library).orElseThrow()).startsWith("it is damaged");
    }

    @Test
    void problem_ofAPackageOfPython_isThatOfItsRecord() throws IOException {
        Path library = file("site-packages/mujoco/libmujoco.so.3.14.0", "abc");
        Path record = file("site-packages/mujoco-3.14.0.dist-info/RECORD",
                "mujoco/__init__.py,sha256=x,3\nmujoco/libmujoco.so.3.14.0,sha256=" + SHA_OF_ABC_IN_BASE64 + ",3\n");
        assertThat(RecordedChecksum.problem(library)).isEmpty();
        Files.writeString(library, "abd");
        assertThat(RecordedChecksum.problem(library)).contains(
                "it is damaged, its checksum is not the one in " + record.toRealPath());
        file("site-packages/mujoco-3.14.0.dist-info/RECORD", "mujoco/libmujoco.so.3.14.0,sha256=!,3\n");
        assertThat(RecordedChecksum.problem(library).orElseThrow()).startsWith("it is damaged");
        file("site-packages/mujoco-3.14.0.dist-info/RECORD", "\0\u00ff,,\n");
        assertThat(RecordedChecksum.problem(library)).isEmpty();
    }

    @Test
    void problem_ofASystemsPackage_isThatOfItsSums() throws IOException {
        Path file = Path.of("/usr/bin/env").toRealPath(); // any file below /usr
        String name = file.toString().substring(1);
        file("info/libmujoco2.2.2:amd64.md5sums", "0123  usr/share/doc\nba7816bf  " + name + "\n");
        assertThat(RecordedChecksum.problem(file, folder.resolve("info")).orElseThrow()).startsWith("it is damaged");
        file("info/libmujoco2.2.2:amd64.md5sums", "0123  usr/share/doc\n");
        assertThat(RecordedChecksum.problem(file, folder.resolve("info"))).isEmpty();
    }

    /** The loader would not notice: the header is intact, and all parts are there. */
    @Test
    void open_ofALibraryDamagedBehindItsHeader_isRefusedWithOneLine() throws IOException {
        Path cached = folder.resolve("mujoco-2.2.2");
        byte[] bytes = Files.readAllBytes(Mujoco.libraryPath());
        Path library = Binaries.write(cached.resolve("libmujoco.so"), bytes);
        RecordedChecksum.write(cached);
        bytes[bytes.length / 2] ^= 1;
        Files.write(library, bytes);
        assertThatThrownBy(() -> LibraryFile.open(library))
                .isInstanceOf(MujocoException.class)
                .hasMessageStartingWith("cannot load " + library + ": it is damaged, its checksum is not the one in ")
                .message().doesNotContain("\n");
    }

    @Test
    void library_damagedInTheCache_isFetchedAgain() throws IOException {
        Machine machine = Machine.ofThisProcess();
        LibraryCache cache = new LibraryCache(folder.resolve("cache"));
        LibraryCache.Filler filler = (work, ready) ->
                Files.write(ready.resolve("libmujoco.so.3.14.0"), Binaries.ofThisMachine());
        Path library = cache.library("3.14.0", machine, filler);
        byte[] damaged = Binaries.ofThisMachine();
        damaged[150] ^= 1;
        Files.write(library, damaged);
        assertThat(BinaryHeader.problem(library, machine)).isEmpty();
        assertThat(Files.readAllBytes(cache.library("3.14.0", machine, filler))).isEqualTo(Binaries.ofThisMachine());
        assertThat(cache.library("3.14.0", machine, (work, ready) -> fail("it is there"))).isEqualTo(library);
    }
}
