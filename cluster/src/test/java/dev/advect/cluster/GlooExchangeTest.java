package dev.advect.cluster;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** Exchanges between real processes. */
@Timeout(300)
class GlooExchangeTest {
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    private BufferedReader start(int rank, int size, String port, int seconds, long count) throws IOException {
        Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "--add-modules", "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), GlooProcess.class.getName(),
                Integer.toString(rank), Integer.toString(size), port, Integer.toString(seconds), Long.toString(count))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        return process.inputReader();
    }

    /** Starts all ranks; the first line of rank 0 is its port. */
    private List<BufferedReader> startAll(int size, int seconds, long count) throws IOException {
        List<BufferedReader> all = new ArrayList<>();
        all.add(start(0, size, "0", seconds, count));
        String port = all.getFirst().readLine().replace("port ", "");
        for (int rank = 1; rank < size; rank++) {
            all.add(start(rank, size, port, seconds, count));
        }
        for (BufferedReader out : all) {
            assertThat(line(out)).isEqualTo("connected");
        }
        return all;
    }

    /** The next line that is not Gloo's own. */
    private static String line(BufferedReader out) throws IOException {
        String line = out.readLine();
        while (line != null && line.startsWith("[Gloo]")) {
            line = out.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void processes_haveTheNumbersOfAll() throws IOException {
        // 5 rows on 3 ranks: [0, 1), [1, 3), [3, 5)
        for (BufferedReader out : startAll(3, 30, 4)) {
            assertThat(line(out)).isEqualTo("numbers [0, 11, 12, 23, 24] [0, 0, 0, 0, 0, 0]");
        }
    }

    @Test
    void killedProcess_isNoticedInUnderTwoSeconds() throws Exception {
        List<BufferedReader> out = startAll(2, 60, Long.MAX_VALUE);

        Thread.sleep(500);
        long killed = System.nanoTime();
        processes.getLast().destroyForcibly();

        assertThat(line(out.getFirst())).endsWith("the connection with another worker is lost");
        assertThat(System.nanoTime() - killed).isLessThan(2_000_000_000L);
        assertThat(processes.getFirst().waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void stoppedProcess_isNoticedAtTheTimeLimit() throws Exception {
        List<BufferedReader> out = startAll(2, 3, Long.MAX_VALUE);

        Thread.sleep(500);
        new ProcessBuilder("kill", "-STOP", Long.toString(processes.getLast().pid())).start().waitFor();

        String line = line(out.getFirst());
        assertThat(line).endsWith("another worker did not answer within 3 s");
        assertThat(Integer.parseInt(line.replaceAll("\\D+(\\d+) ms.*", "$1"))).isBetween(2_500, 6_000);
    }
}
