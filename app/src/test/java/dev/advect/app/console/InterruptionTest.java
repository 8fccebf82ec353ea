package dev.advect.app.console;

import org.junit.jupiter.api.Test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** What asks a process to end, once and twice; by SIGTERM, as SIGINT is ignored by what runs in the background. */
class InterruptionTest {
    private static final int TERMINATED = 128 + 15;

    /** Goes on for a minute, or until it is asked to end if it listens. */
    static final class LongIteration {
        private LongIteration() {}

        public static void main(String[] args) throws InterruptedException {
            CountDownLatch asked = new CountDownLatch(1);
            PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
            try (Interruption interruption = new Interruption(err)) {
                interruption.stopBy(args[0].equals("listens") ? asked::countDown : () -> {});
                System.err.println("begun");
                boolean _ = asked.await(1, TimeUnit.MINUTES);
                System.err.println(interruption.requested() ? "in order" : "alone");
            }
        }
    }

    private static Process start(String how) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                LongIteration.class.getName(), how).start();
    }

    private static void readTo(BufferedReader err, String beginning) throws IOException {
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            if (line.startsWith(beginning)) {
                return;
            }
        }
        throw new AssertionError("there is no line " + beginning);
    }

    @Test
    void once_endsInOrder() throws Exception {
        Process process = start("listens");
        try (BufferedReader err = process.errorReader()) {
            readTo(err, "begun");
            process.toHandle().destroy();
            readTo(err, "stopping: the iteration that is under way is finished and saved; Ctrl-C again ends at once");
            readTo(err, "in order");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void twice_endsAtOnce() throws Exception {
        Process process = start("is busy");
        try (BufferedReader err = process.errorReader()) {
            readTo(err, "begun");
            process.toHandle().destroy();
            readTo(err, "stopping");
            assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
            process.toHandle().destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(TERMINATED);
            assertThat(err.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }
}
