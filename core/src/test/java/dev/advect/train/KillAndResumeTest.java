package dev.advect.train;

import dev.advect.env.TinyEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A run that is killed with SIGKILL, at moments that chance chooses, ends as one that never was. */
class KillAndResumeTest {
    private static final int ITERATIONS = 52;
    private static final int KILLS = 3;
    private static final int PAUSE = 15;

    @TempDir
    Path parent;

    @Test
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void resume_afterKills_endsBitForBitAsAnUninterruptedRun() throws IOException, InterruptedException {
        // a checkpoint every few iterations: a kill loses what came after the last
        RunConfig config = TinyRun.config(Algorithm.FPO, 2, ITERATIONS, 10, 0.002);
        RunDirectory whole = RunDirectory.create(parent.resolve("whole"), config);
        try (Trainer trainer = Trainer.begin(config, TinyEnv::new, whole, new TrainListener() {})) {
            trainer.run();
        }

        Path folder = RunDirectory.create(parent.resolve("killed"), config).folder();
        Random random = new Random();
        List<Integer> seen = new ArrayList<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            seen.add(killAfter(folder, kill * ITERATIONS / (KILLS + 2) - 7 + random.nextInt(7), random.nextInt(2 * PAUSE)));
        }
        // each process went further than the one before, and none came to the end
        assertThat(seen).isSorted().doesNotHaveDuplicates().allMatch(lines -> lines < ITERATIONS);

        List<String> warnings = new ArrayList<>();
        try (Trainer trainer = Trainer.resume(config, TinyEnv::new, RunDirectory.open(folder), new TrainListener() {
            @Override
            public void warned(String message) {
                warnings.add(message);
            }
        })) {
            assertThat(trainer.steps()).isPositive().isLessThan(config.steps());
            trainer.run();
        }
        assertThat(warnings).isEmpty();
        TrainerTest.assertSameRun(folder, whole.folder());
        assertThat(TinyRun.timeless(folder.resolve("metrics.jsonl"))).hasSize(ITERATIONS);
        assertThat(TinyRun.timeless(folder.resolve("eval.jsonl"))).hasSize(ITERATIONS / 10 + 1);
    }

    /** Lets a process train until there are that many lines of metrics, and a little longer; the lines then. */
    private int killAfter(Path folder, int least, int millis) throws IOException, InterruptedException {
        int lines = Math.max(least, lines(folder) + 3); // on a busy machine the one before may have got further
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
                "-cp", System.getProperty("java.class.path"), KilledTrainer.class.getName(),
                folder.toString(), Integer.toString(PAUSE));
        File log = parent.resolve("log.txt").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log)).start();
        try {
            while (lines(folder) < lines) {
                assertThat(process.isAlive()).as(() -> "the process ended: " + text(log.toPath())).isTrue();
                Thread.sleep(5);
            }
            assertThatThrownBy(() -> RunDirectory.open(folder).lock().close()).isInstanceOf(RunException.class)
                    .hasMessageContaining("is in use by another process");
            Thread.sleep(millis);
        } finally {
            process.destroyForcibly();
            process.waitFor();
        }
        assertThat(process.exitValue()).isEqualTo(128 + 9);
        return lines(folder);
    }

    private static int lines(Path folder) throws IOException {
        Path metrics = folder.resolve("metrics.jsonl");
        // a resumed run rewrites the file; what it has just dropped comes again
        return Files.exists(metrics) ? (int) Files.readString(metrics).chars().filter(c -> c == '\n').count() : 0;
    }

    private static String text(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
