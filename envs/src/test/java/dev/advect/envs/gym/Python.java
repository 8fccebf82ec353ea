package dev.advect.envs.gym;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The Python of this machine, with stubs of Gymnasium and of environments. */
final class Python {
    static final Path STUBS = Path.of("src/test/python").toAbsolutePath();

    private Python() {}

    static GymSettings settings(int processes, double seconds) {
        return new GymSettings("python3", Duration.ofMillis(Math.round(1000 * seconds)), processes,
                Map.of("PYTHONPATH", STUBS.toString(), "PYTHONDONTWRITEBYTECODE", "1"));
    }

    /** A factory of a stub, with time enough on a busy machine. */
    static GymFactory stub(String id, int processes) {
        return new GymFactory(new GymName("stub", id + "-v0"), settings(processes, 60));
    }

    /** Leaves a test out where there is no Python with numpy. */
    static void assume() throws IOException, InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "-c", "import numpy").inheritIO().start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(there, "python3 with numpy is needed");
    }
}
