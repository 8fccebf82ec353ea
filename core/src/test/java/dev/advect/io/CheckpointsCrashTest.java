package dev.advect.io;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** A process that ends at any moment of its saving leaves a folder that loads, and that the next one cleans. */
class CheckpointsCrashTest {
    private static final int KEEP = 2;
    private static final String DATA = "step-000000000300.safetensors";
    private static final String MANIFEST = "step-000000000300.json";

    @TempDir
    Path folder;

    @Test
    void save_stoppedAfterEachFileOperation_loadsOldOrNew() throws IOException {
        Checkpoints checkpoints = Checkpoints.open(folder, KEEP);
        checkpoints.save(100, CheckpointsTest.state(100), Map.of());
        checkpoints.save(200, CheckpointsTest.state(200), Map.of());
        Map<String, byte[]> before = contents();
        checkpoints.save(300, CheckpointsTest.state(300), Map.of());
        Map<String, byte[]> after = contents();

        Map<String, byte[]> now = new TreeMap<>(before);
        for (String name : List.of(DATA, MANIFEST, "latest")) {
            byte[] content = after.getOrDefault(name, new byte[0]);
            for (int part = 0; part <= content.length; part += Math.max(1, content.length / 7)) {
                now.put("." + name + ".77-5.tmp", Arrays.copyOf(content, part));
                check(now, 200);
            }
            now.remove("." + name + ".77-5.tmp");
            now.put(name, content);
            check(now, name.equals("latest") ? 300 : 200);
        }
        now.remove("step-000000000100.json");
        check(now, 300);
        now.remove("step-000000000100.safetensors");
        assertThat(now.keySet()).isEqualTo(after.keySet());
        check(now, 300);
    }

    @Test
    void save_firstOneStopped_nothingYetThenTheNewest() throws IOException {
        Checkpoints.open(folder, KEEP).save(300, CheckpointsTest.state(300), Map.of());
        Map<String, byte[]> after = contents();
        after.remove("latest");
        check(after, 300);
        after.remove(MANIFEST);
        put(after);
        assertThat(Checkpoints.open(folder, KEEP).latest()).isEmpty();
        assertThat(contents()).isEmpty();
    }

    @Test
    void saveAgain_stoppedAnywhere_oldOrNewContent() throws IOException {
        Checkpoints checkpoints = Checkpoints.open(folder, KEEP);
        checkpoints.save(300, CheckpointsTest.state(1), Map.of());
        Map<String, byte[]> now = contents();
        byte[] old = now.getOrDefault(DATA, new byte[0]);
        checkpoints.save(300, CheckpointsTest.state(2), Map.of());
        Map<String, byte[]> after = contents();
        String newData = "step-000000000300.1.safetensors";
        now.put(newData, after.getOrDefault(newData, new byte[0]));
        check(now, 1);
        after.put(DATA, old);
        check(after, 2);
        assertThat(folder.resolve(DATA)).doesNotExist();
    }

    @Test
    void save_processKilledAgainAndAgain_alwaysLoads() throws Exception {
        long last = 0;
        for (int round = 0; round < 4; round++) {
            Process process = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                    "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                    SaveForever.class.getName(), folder.toString())
                    .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            long before = last;
            awaitProgress(process, before);
            TimeUnit.MILLISECONDS.sleep(55L * round);
            process.destroyForcibly().waitFor();

            Checkpoints.Loaded loaded = Checkpoints.readOnly(folder).load("latest");
            last = loaded.checkpoint().step();
            assertThat(last).isGreaterThan(before);
            assertThat(loaded.state().longs("step")).containsExactly(last);
            Checkpoints.open(folder, KEEP);
            assertThat(AtomicFileTest.names(folder)).noneMatch(name -> name.endsWith(".tmp"));
            assertThat(AtomicFileTest.names(folder).size()).isLessThanOrEqualTo(1 + 1 + 2 * (KEEP + 2));
        }
    }

    /** Until it has saved two checkpoints of its own. */
    private void awaitProgress(Process process, long before) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (Checkpoints.readOnly(folder).latest().orElse(0L) < before + 2) {
            assertThat(process.isAlive() && System.nanoTime() < end).as("saving goes on").isTrue();
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** Saves until it is killed, each state large enough to be caught half-written. */
    static final class SaveForever {
        private SaveForever() {}

        public static void main(String[] args) throws IOException {
            Checkpoints checkpoints = Checkpoints.open(Path.of(args[0]), KEEP);
            for (long step = checkpoints.latest().orElse(0L) + 1; ; step++) {
                StateDict state = CheckpointsTest.state(step);
                state.putFloats("large", new float[500_000]);
                checkpoints.save(step, state, Map.of("env", "toy"));
                if (step % 3 == 0) {
                    checkpoints.markBest(step, 0.5);
                }
            }
        }
    }

    /** The folder as a killed process would leave it: loads as it is, and again after it was opened and cleaned. */
    private void check(Map<String, byte[]> files, long value) throws IOException {
        put(files);
        assertThat(Checkpoints.readOnly(folder).load("latest").state().longs("step")).containsExactly(value);
        Checkpoints opened = Checkpoints.open(folder, KEEP);
        assertThat(opened.load("latest").state().longs("step")).containsExactly(value);
        for (Checkpoint checkpoint : opened.list()) {
            opened.load(Long.toString(checkpoint.step()));
        }
        long manifests = contents().keySet().stream().filter(name -> name.endsWith(".json")).count();
        assertThat(contents().keySet()).filteredOn(name -> name.contains(".safetensors")).hasSize((int) manifests);
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : AtomicFileTest.names(folder)) {
            files.put(name, Files.readAllBytes(folder.resolve(name)));
        }
        return files;
    }

    private void put(Map<String, byte[]> files) throws IOException {
        for (String name : AtomicFileTest.names(folder)) {
            Files.delete(folder.resolve(name));
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
    }
}
