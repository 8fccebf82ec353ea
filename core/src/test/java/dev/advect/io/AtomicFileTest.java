package dev.advect.io;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class AtomicFileTest {
    @TempDir
    Path folder;

    @Test
    void write_newAndReplaced_onlyTheFileIsThere() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.writeString(file, "one");
        AtomicFile.writeString(file, "tw\u00f6");
        assertThat(file).hasContent("tw\u00f6");
        assertThat(names(folder)).containsExactly("a.txt");
    }

    @Test
    void write_contentFails_oldFileStaysNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            out.write(1);
            throw new IOException("mine");
        })).isInstanceOf(IOException.class).hasMessage("mine");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
            throw new IllegalStateException("mine too");
        })).isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("a.txt");
    }

    @Test
    void write_noFolderOrAFolder_oneLine() throws IOException {
        Path lost = folder.resolve("no/a.txt");
        assertThatThrownBy(() -> AtomicFile.writeString(lost, "x")).isInstanceOf(IOException.class)
                .hasMessage("cannot write " + lost + ": there is no folder " + folder.resolve("no"));
        assertThatThrownBy(() -> AtomicFile.writeString(folder, "x")).isInstanceOf(IOException.class)
                .hasMessage("cannot write " + folder + ": it is a folder");
    }

    @Test
    void write_link_staysALinkAndTheFileBehindItIsReplaced() throws IOException {
        Path real = Files.createDirectories(folder.resolve("real")).resolve("a.txt");
        Files.writeString(real, "old");
        Path second = Files.createSymbolicLink(folder.resolve("real/second"), Path.of("a.txt"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real", "second"));
        AtomicFile.writeString(link, "new");
        assertThat(link).isSymbolicLink().hasContent("new");
        assertThat(second).isSymbolicLink();
        assertThat(real).isRegularFile().hasContent("new");
        assertThat(names(folder)).containsExactly("link", "real");
        assertThat(names(folder.resolve("real"))).containsExactly("a.txt", "second");
    }

    @Test
    void write_linkToNothing_makesTheFile_andACircle_isRefused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("made"));
        AtomicFile.writeString(link, "new");
        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("made")).isRegularFile().hasContent("new");
        Path one = Files.createSymbolicLink(folder.resolve("one"), Path.of("two"));
        Files.createSymbolicLink(folder.resolve("two"), Path.of("one"));
        assertThatThrownBy(() -> AtomicFile.writeString(one, "x"))
                .hasMessage("cannot write " + one + ": its links go round in a circle");
        Path lost = Files.createSymbolicLink(folder.resolve("lost"), folder.resolve("no/a"));
        assertThatThrownBy(() -> AtomicFile.requireWritable(lost))
                .hasMessage("cannot write " + lost + ": there is no folder " + folder.resolve("no"));
    }

    @Test
    void write_existing_keepsItsPermissions() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.writeString(file, "old");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-x---"));
        AtomicFile.writeString(file, "new");
        assertThat(file).hasContent("new");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-r-x---");
    }

    @Test
    void write_pipe_isWrittenInto() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(run("mkfifo", pipe.toString()), "there is no mkfifo");
        for (boolean byPath : new boolean[] {false, true}) {
            FutureTask<String> reader = new FutureTask<>(() -> Files.readString(pipe));
            Thread.ofVirtual().start(reader);
            if (byPath) {
                AtomicFile.writeFile(pipe, file -> Files.writeString(file, "by its path"));
            } else {
                AtomicFile.writeString(pipe, "by a stream");
            }
            assertThat(reader.get(10, TimeUnit.SECONDS)).isEqualTo(byPath ? "by its path" : "by a stream");
        }
        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
        assertThat(names(folder)).containsExactly("pipe");
    }

    /** A device like /dev/null, and one like /dev/full, made here. */
    @Test
    void write_device_isWrittenInto() throws Exception {
        Path nothing = folder.resolve("null");
        Path full = folder.resolve("full");
        assumeTrue(run("mknod", nothing.toString(), "c", "1", "3") && run("mknod", full.toString(), "c", "1", "7"),
                "only root makes devices");
        assumeTrue(Files.isWritable(nothing) && !Files.isRegularFile(nothing), "they cannot be used here");
        AtomicFile.writeString(nothing, "x");
        assertThat(Files.readAttributes(nothing, BasicFileAttributes.class).isOther()).isTrue();
        assertThatThrownBy(() -> AtomicFile.writeString(full, "x"))
                .hasMessageStartingWith("no space left for " + full);
        assertThat(names(folder)).containsExactly("full", "null");
    }

    @Test
    void writeFile_contentFails_oldFileStaysNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.writeFile(file, path -> Files.writeString(path, "old"));
        assertThatThrownBy(() -> AtomicFile.writeFile(file, path -> {
            Files.writeString(path, "half");
            throw new IllegalStateException("mine");
        })).isInstanceOf(IllegalStateException.class).hasMessage("mine");
        assertThat(file).hasContent("old");
        assertThat(names(folder)).containsExactly("a.txt");
    }

    @Test
    void write_contentReadsAMissingFile_itsOwnExceptionIsPassedOn() {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a"), out -> Files.copy(missing, out)))
                .isInstanceOf(NoSuchFileException.class).hasMessage(missing.toString());
    }

    @Test
    void write_temporaryFileDisappears_saysWhatCannotBeWritten() {
        Path file = folder.resolve("a");
        assertThatThrownBy(() -> AtomicFile.writeFile(file, Files::delete)).hasMessage("cannot write " + file + ": NoSuchFileException");
    }

    @Test
    void write_folderNotWritable_permissionDenied() throws IOException {
        assumeTrue(folder.toFile().setWritable(false) && !Files.isWritable(folder), "not as root");
        try {
            assertThatThrownBy(() -> AtomicFile.writeString(folder.resolve("a"), "x"))
                    .hasMessage("cannot write " + folder.resolve("a") + ": permission denied");
        } finally {
            assertThat(folder.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void write_diskFull_saysWhatIsNeededAndKeepsTheOld() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()), "cannot mount");
        try {
            Path file = disk.resolve("a.safetensors");
            AtomicFile.writeString(file, "old");
            StateDict state = new StateDict();
            state.putBytes("b", new byte[1_000_000]);
            // 8 bytes of length, 72 of header, 1,000,000 of data.
            assertThatThrownBy(() -> Safetensors.write(file, state, Map.of())).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("no space left for " + file + ": it needs 1,000,080 bytes, " + disk)
                    .hasMessageMatching(".* has 2\\d\\d,\\d\\d\\d free");
            assertThat(file).hasContent("old");
            assertThat(names(disk)).containsExactly("a.safetensors");
            assertThatThrownBy(() -> AtomicFile.write(disk.resolve("b"), out -> out.write(new byte[300_000])))
                    .hasMessageContaining("it needs 300,000 bytes");
        } finally {
            run("umount", disk.toString());
        }
    }

    @Test
    void safetensors_streamToFullDevice_ioException() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "Linux only");
        StateDict state = new StateDict();
        state.putFloats("w", new float[10]);
        assertThatThrownBy(() -> {
            try (OutputStream out = new FileOutputStream("/dev/full")) {
                Safetensors.write(out, state, Map.of());
            }
        }).isInstanceOf(IOException.class);
    }

    @Test
    void temporaries_haveNamesThatNoOtherProcessHas_andAreDeletedAsLeftovers() throws IOException {
        List<String> during = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            AtomicFile.write(folder.resolve("a"), out -> {
                during.addAll(names(folder).stream().filter(name -> name.startsWith(".a.")).toList());
                Files.createFile(folder.resolve(during.getLast().replace(".a.", ".b."))); // as if another had been killed
            });
        }
        assertThat(during).doesNotHaveDuplicates()
                .allMatch(name -> name.matches("\\.a\\." + ProcessHandle.current().pid() + "-\\d{6,}\\.tmp"));
        AtomicFile.deleteLeftovers(folder);
        assertThat(names(folder)).containsExactly("a");
    }

    @Test
    void deleteLeftovers_temporariesOnly() throws IOException {
        Files.createFile(folder.resolve(".a.safetensors.123-4.tmp"));
        Files.createFile(folder.resolve("mine.tmp"));
        Files.createFile(folder.resolve(".hidden"));
        AtomicFile.deleteLeftovers(folder);
        assertThat(names(folder)).containsExactly(".hidden", "mine.tmp");
    }

    static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
