package dev.advect.envs.gym;

import dev.advect.env.BatchEnv;
import dev.advect.env.Step;
import dev.advect.random.Rng;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Python does not outlive the JVM that started it, however that one ends and whatever Python is doing. */
class OrphanTest {

    @BeforeAll
    static void python() throws IOException, InterruptedException {
        Python.assume();
    }

    @ParameterizedTest
    @CsvSource({"Stub, killed", "Hang, killed", "Stub, exits"})
    @Timeout(90)
    void python_whenTheJvmEnds_endsToo(String id, String how) throws IOException, InterruptedException {
        Process jvm = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "-cp", System.getProperty("java.class.path"), Holder.class.getName(), id, how)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<ProcessHandle> pythons;
        try (BufferedReader lines = jvm.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("ready");
            pythons = jvm.toHandle().descendants().toList();
            assertThat(pythons).hasSize(2).allMatch(ProcessHandle::isAlive);
            if (how.equals("killed")) {
                Thread.sleep(id.equals("Hang") ? 300 : 0); // it is in its step
                jvm.destroyForcibly();
            } else {
                jvm.getOutputStream().close();
            }
            jvm.waitFor();
        }
        for (ProcessHandle python : pythons) {
            while (python.isAlive()) {
                Thread.sleep(20);
            }
        }
        assertThat(pythons).noneMatch(ProcessHandle::isAlive);
    }

    /** Holds a batch, says so, and steps it; ends without closing it when its input does. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws IOException {
            BatchEnv batch = Python.stub(args[0], 2).createBatch(2);
            for (int i = 0; i < 2; i++) {
                batch.reset(i, new Rng(0, i), new float[3]);
            }
            System.out.println("ready");
            if (args[1].equals("killed")) {
                batch.step(0, 2, new float[2][2], new Step[] {new Step(3), new Step(3)});
            }
            int end = System.in.read();
            System.exit(end < 0 ? 0 : 1);
        }
    }
}
