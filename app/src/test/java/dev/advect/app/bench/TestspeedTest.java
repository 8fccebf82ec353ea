package dev.advect.app.bench;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class TestspeedTest {
    @Test
    void isInstalled_onlyWhereAFolderOfThePathHoldsTheProgram(@TempDir Path folder) throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        String path = other + File.pathSeparator + folder;

        assertThat(Testspeed.isInstalled("")).isFalse();
        assertThat(Testspeed.isInstalled(path)).isFalse();
        Path tool = Files.writeString(folder.resolve("mujoco-testspeed"), "");
        assertThat(Testspeed.isInstalled(path)).isFalse(); // it cannot be executed
        assertThat(tool.toFile().setExecutable(true)).isTrue();
        assertThat(Testspeed.isInstalled(path)).isTrue();
    }

    /** The first line of the times is the shell's own; the digits differ between shells. */
    @Test
    void cpuSeconds_isThatOfTheChildren_userAndSystem() {
        assertThat(Testspeed.cpuSeconds("Steps per second : 10\n0m9.5s 0m9.5s\n1m2.250000s 0m0.500000s\n"))
                .isCloseTo(62.75, within(1e-12));
    }
}
