package dev.advect.mujoco.library;

import dev.advect.mujoco.Data;
import dev.advect.mujoco.Fork;
import dev.advect.mujoco.Model;
import dev.advect.mujoco.Models;
import dev.advect.mujoco.Mujoco;
import dev.advect.mujoco.MujocoException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class AptFetchTest {

    @Test
    void dependencies_ofAptCache_areThoseToFetch() {
        String output = """
                libmujoco2.2.2
                  Depends: libc6
                  Depends: libccd2
                  Depends: libgcc-s1
                 |Depends: liblodepng0
                  Depends: <virtual>
                  Depends: libqhull-r8.0
                  Depends: libstdc++6
                  Suggests: something
                """;
        assertThat(AptFetch.dependencies(output)).containsExactly("libccd2", "liblodepng0", "libqhull-r8.0");
    }

    /** Skipped without apt or network. */
    @Test
    @Timeout(300)
    void fetch_intoAnEmptyCache_givesALibraryThatSteps(@TempDir Path folder) throws Exception {
        Machine machine = new Machine(Machine.Platform.LINUX, Machine.ofThisProcess().processor(),
                Map.of("PATH", System.getenv("PATH"), "XDG_CACHE_HOME", folder.toString()), folder, folder);
        AptFetch apt = new AptFetch(machine);
        assumeTrue(apt.isPossible(), "there is no apt");
        Path cache = folder.resolve("advect/mujoco-2.2.2");
        try {
            Path library = new LibraryCache(machine.cache()).library("2.2.2", machine, apt::fetch);
            assertThat(library).isEqualTo(cache.resolve("libmujoco.so.2.2.2")).isRegularFile();
        } catch (MujocoException e) {
            assertThat(cache).doesNotExist();
            abort("nothing could be fetched: " + e.getMessage());
        }
        try (Stream<Path> left = Files.list(cache.getParent())) {
            assertThat(left).containsExactlyInAnyOrder(cache, folder.resolve("advect/mujoco-2.2.2.lock"));
        }

        Fork fork = Fork.run(Fall.class, folder, Map.of(LibraryFinder.VARIABLE, cache.toString()));
        assertThat(fork.output()).contains(cache.resolve("libmujoco.so.2.2.2") + " z=-0.0011");
        assertThat(fork.status()).isZero();
    }

    @Test
    void run_programThatFails_saysWhy(@TempDir Path folder) {
        Processes processes = new Processes(folder, Duration.ofMillis(500));
        assertThatThrownBy(() -> processes.run(List.of("sh", "-c", "echo one >&2; echo two >&2; exit 3")))
                .isInstanceOf(MujocoException.class)
                .hasMessage("sh failed (one; two)");
        assertThatThrownBy(() -> processes.run(List.of("sleep", "60")))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("did not end within");
        assertThatThrownBy(() -> processes.run(List.of("no-such-program")))
                .isInstanceOf(MujocoException.class)
                .hasMessageContaining("cannot run no-such-program");
        assertThat(processes.run(List.of("echo", "fine"))).isEqualTo("fine\n");
    }

    /** One step of a free fall from rest, with whatever library this JVM finds. */
    static final class Fall {
        private Fall() {}

        public static void main(String[] args) {
            try (Model model = Model.fromXml(Models.FREE_FALL);
                    Data data = model.newData()) {
                model.timestep(Math.sqrt(0.00011));
                data.step();
                System.out.printf("%s z=%.4f%n", Mujoco.libraryPath(), data.qpos().get(2));
            }
        }
    }
}
