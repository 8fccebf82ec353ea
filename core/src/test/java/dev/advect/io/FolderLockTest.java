package dev.advect.io;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;

class FolderLockTest {
    private static final int TAKEN = 10;
    private static final int REFUSED = 11;

    @TempDir
    Path folder;

    /** Another process, which tries to take the lock. */
    static final class Other {
        private Other() {}

        public static void main(String[] args) throws IOException {
            System.exit(FolderLock.take(Path.of(args[0]), Duration.ZERO) == null ? REFUSED : TAKEN);
        }
    }

    @Test
    void take_refusedInThisProcess_otherProcessesStayLockedOut() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Files.createDirectory(folder.resolve("run")));
        try (@Nullable FolderLock held = FolderLock.take(folder.resolve("run"), Duration.ZERO)) {
            assertThat(held).isNotNull();
            assertThat(FolderLock.take(folder.resolve("run"), Duration.ofMillis(40))).isNull();
            assertThat(FolderLock.take(link, Duration.ZERO)).isNull();
            assertThat(inAnotherProcess(folder.resolve("run"))).isEqualTo(REFUSED);
        }
        assertThat(inAnotherProcess(folder.resolve("run"))).isEqualTo(TAKEN);
    }

    @Test
    void close_twice_leavesTheNextHolderAlone() throws IOException {
        FolderLock first = take();
        first.close();
        try (FolderLock _ = take()) {
            first.close();
            assertThat(FolderLock.take(folder, Duration.ZERO)).isNull();
        }
    }

    private FolderLock take() throws IOException {
        FolderLock lock = FolderLock.take(folder, Duration.ZERO);
        if (lock == null) {
            throw new AssertionError("the lock is held");
        }
        return lock;
    }

    private static int inAnotherProcess(Path locked) throws IOException, InterruptedException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                System.getProperty("java.class.path"), Other.class.getName(), locked.toString()).inheritIO().start().waitFor();
    }
}
