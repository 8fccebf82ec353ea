package dev.advect.experiments;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class RecordLinesTest {
    private static final int RECORDS = 200;

    @TempDir
    private Path folder;

    /** A record. */
    record Entry(int process, int number) {}

    /** Appends records; what the processes of the test run. */
    static final class Appender {
        private Appender() {}

        public static void main(String[] args) throws IOException {
            RecordLines<Entry> lines = new RecordLines<>(Path.of(args[0]), Entry.class);
            for (int i = 0; i < RECORDS; i++) {
                lines.append(new Entry(Integer.parseInt(args[1]), i));
            }
        }
    }

    @Test
    void append_bySeveralProcessesAtOnce_losesNothing() throws Exception {
        Path file = folder.resolve("rows.jsonl");
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                    System.getProperty("java.class.path"), Appender.class.getName(), file.toString(), Integer.toString(i)).inheritIO().start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor()).isZero();
        }
        List<Entry> read = new RecordLines<>(file, Entry.class).read();
        for (int i = 0; i < 3; i++) {
            int process = i;
            assertThat(read.stream().filter(entry -> entry.process() == process).map(Entry::number))
                    .hasSize(RECORDS).isSorted().doesNotHaveDuplicates();
        }
    }

    /** Two processes that measured the same have one row, whichever comes first. */
    @Test
    void appendUnless_aRecordThatIsKnown_isLeftOut() throws IOException {
        RecordLines<Entry> lines = new RecordLines<>(folder.resolve("rows.jsonl"), Entry.class);
        for (int number : new int[] {1, 2, 1, 3, 2}) {
            lines.appendUnless(known -> known.number() == number, new Entry(0, number));
        }
        assertThat(lines.read()).extracting(Entry::number).containsExactly(1, 2, 3);
    }
}
