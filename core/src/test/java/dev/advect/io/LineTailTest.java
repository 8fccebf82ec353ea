package dev.advect.io;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import static org.assertj.core.api.Assertions.assertThat;

class LineTailTest {
    @TempDir
    private Path folder;

    @Test
    void next_givesCompleteLinesOnce() throws IOException {
        Path file = folder.resolve("lines");
        LineTail tail = new LineTail(file);
        assertThat(tail.next()).isEmpty();

        Files.writeString(file, "one\ntwo\nthr");
        assertThat(tail.next()).containsExactly("one", "two");
        assertThat(tail.next()).isEmpty();

        Files.writeString(file, "ee – 3\n", StandardOpenOption.APPEND);
        assertThat(tail.next()).containsExactly("three – 3");
        assertThat(tail.next()).isEmpty();
    }

    @Test
    void isCut_aShorterOrMissingFile() throws IOException {
        Path file = Files.writeString(folder.resolve("lines"), "one\ntwo\n");
        LineTail tail = new LineTail(file);
        assertThat(tail.next()).hasSize(2);
        assertThat(tail.isCut()).isFalse();

        Files.writeString(file, "new\n");
        assertThat(tail.isCut()).isTrue();
        assertThat(tail.next()).isEmpty();
        tail.rewind();
        assertThat(tail.next()).containsExactly("new");

        Files.delete(file);
        assertThat(tail.isCut()).isTrue();
    }

    @Test
    void isCut_aFileThatHasGrownAgain() throws IOException {
        Path file = Files.writeString(folder.resolve("lines"), "one\ntwo\n");
        LineTail tail = new LineTail(file);
        assertThat(tail.next()).hasSize(2);

        Files.writeString(file, "one\n2\nthree\nfour\n");
        assertThat(tail.next()).as("not from the middle of a line on").isEmpty();
        assertThat(tail.isCut()).isTrue();
        tail.rewind();
        assertThat(tail.next()).containsExactly("one", "2", "three", "four");
        assertThat(tail.isCut()).isFalse();
    }

    @Test
    void isCut_longFile_isToldByItsLastBytes() throws IOException {
        String line = "x".repeat(1000) + "\n";
        Path file = Files.writeString(folder.resolve("lines"), line.repeat(10));
        LineTail tail = new LineTail(file);
        assertThat(tail.next()).hasSize(10);

        Files.writeString(file, "new\n", StandardOpenOption.APPEND);
        assertThat(tail.isCut()).isFalse();
        assertThat(tail.next()).containsExactly("new");

        Files.writeString(file, line.repeat(9) + "y".repeat(1000) + "\nnew\n");
        assertThat(tail.isCut()).isTrue();
    }
}
