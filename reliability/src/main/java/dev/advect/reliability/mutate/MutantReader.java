package dev.advect.reliability.mutate;

import com.sun.management.ThreadMXBean;
import dev.advect.reliability.Folders;
import dev.advect.reliability.mutate.Tally.Count;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The process that reads damaged files, one after the other, until it is through or does not survive one. Faults go to
 * standard output, a line each: the number of the case, a tab, what is wrong.
 */
final class MutantReader {
    /** Memory that one of these small files may take to be read. */
    private static final long MOST_BYTES = 64L << 20;
    /** Of the processor: a busy machine is not the reader's fault. */
    private static final long MOST_MILLIS = 5_000;

    private final MutantFormat format;
    private final Path folder;
    private final Tally tally;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private MutantReader(MutantFormat format, Path folder, Tally tally) {
        this.format = format;
        this.folder = folder;
        this.tally = tally;
    }

    /** @param args format, folder of undamaged files, folder to work in, counters' file, seed, first case, one past the last */
    public static void main(String[] args) throws IOException {
        MutantFormat format = Formats.of(args[0]);
        Path originals = Path.of(args[1]);
        Path folder = Path.of(args[2]);
        Folders.delete(folder);
        Folders.copy(originals, folder);
        format.learn(originals);
        List<Path> files = Folders.files(originals).stream().filter(format::isDamaged).toList();
        MutantReader reader = new MutantReader(format, folder, Tally.open(Path.of(args[3])));
        long end = Long.parseLong(args[6]);
        for (long i = Long.parseLong(args[5]); i < end; i++) {
            Mutant mutant = Mutant.of(originals, files, Long.parseLong(args[4]), i);
            reader.tally.set(Count.CASE, i);
            Path damaged = folder.resolve(mutant.file().toString());
            Files.write(damaged, mutant.bytes());
            @Nullable String fault = reader.read(mutant.file());
            if (fault != null) {
                reader.tally.add(Count.FAULTS, 1);
                System.out.println(i + "\t" + fault.replaceAll("\\s+", " "));
            }
            Files.copy(originals.resolve(mutant.file().toString()), damaged, StandardCopyOption.REPLACE_EXISTING);
        }
        reader.tally.set(Count.CASE, end);
        System.out.flush();
        Runtime.getRuntime().halt(0); // what libraries do when they are unloaded is not tried here
    }

    /** What went wrong; null if nothing did. */
    private @Nullable String read(Path file) {
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        String fault;
        try {
            Outcome outcome = format.read(folder, file);
            fault = outcome.kind() == Outcome.Kind.SILENT ? "silent: " + outcome.detail() : null;
            if (fault == null) {
                tally.add(outcome.kind() == Outcome.Kind.SAME ? Count.SAME : Count.OTHER, 1);
            }
        } catch (Throwable e) {
            fault = Judge.fault(e, file);
            if (fault == null) {
                tally.add(Count.REFUSED, 1);
            }
        }
        long bytes = threads.getCurrentThreadAllocatedBytes() - allocated;
        long millis = (threads.getCurrentThreadCpuTime() - start) / 1_000_000;
        tally.atLeast(Count.MOST_ALLOCATED, bytes);
        tally.atLeast(Count.MOST_MILLIS, millis);
        if (fault == null && bytes > MOST_BYTES) {
            return "memory: it took " + bytes + " bytes to read " + file;
        }
        return fault == null && millis > MOST_MILLIS ? "time: it took " + millis + " ms to read " + file : fault;
    }
}
