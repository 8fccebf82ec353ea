package dev.advect.reliability.mutate;

import dev.advect.reliability.ChildJvm;
import dev.advect.reliability.Folders;
import dev.advect.reliability.mutate.Tally.Count;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some hundred cases of a format, read by a process with little memory. Where one case ends the process or holds it up, the
 * case is a fault and another process goes on after it.
 */
final class Batch {
    /** What one case may take until the process is ended. */
    private static final long MOST_SECONDS = 60;
    private static final Pattern RESIDENT = Pattern.compile("VmHWM:\\s+(\\d+) kB");

    private final String format;
    private final Path originals;
    private final Path work;
    private final long seed;
    private final Map<Long, String> faults = new LinkedHashMap<>();
    private long residentKilobytes;

    Batch(String format, Path originals, Path work, long seed) {
        this.format = format;
        this.originals = originals;
        this.work = work;
        this.seed = seed;
    }

    /** The figures of the cases from {@code first} to before {@code end}. */
    Map<String, Object> run(long first, long end) throws IOException, InterruptedException {
        Files.deleteIfExists(tallyFile());
        Tally tally = Tally.open(tallyFile());
        for (long next = first; next < end; next = tally.get(Count.CASE) + 1) {
            tally.set(Count.CASE, next);
            String died = read(tally, next, end);
            if (died == null) {
                break;
            }
            faults.put(tally.get(Count.CASE), died);
        }
        for (Map.Entry<Long, String> fault : faults.entrySet()) {
            keep(fault.getKey(), fault.getValue());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("cases", end - first);
        figures.put("refused", tally.get(Count.REFUSED));
        figures.put("same", tally.get(Count.SAME));
        figures.put("other", tally.get(Count.OTHER));
        figures.put("faults", faults.size());
        figures.put("most_allocated", tally.get(Count.MOST_ALLOCATED));
        figures.put("most_millis", tally.get(Count.MOST_MILLIS));
        figures.put("resident_megabytes", residentKilobytes >> 10);
        figures.put("what", faults.entrySet().stream().limit(20).map(e -> e.getKey() + ": " + e.getValue()).toList());
        return figures;
    }

    private Path tallyFile() {
        return work.resolve(format + ".tally");
    }

    /** How the process ended if it was not through; null if it was. */
    private @Nullable String read(Tally tally, long from, long end)
            throws IOException, InterruptedException {
        Path log = work.resolve(format + ".log");
        Path errors = work.resolve(format + ".err");
        Process process = ChildJvm.builder("128m", List.of("-XX:-CreateCoredumpOnCrash", "-XX:ErrorFile=" + work.resolve("hs_err.log")),
                        MutantReader.class.getName(), List.of(format, originals.toString(), work.resolve(format).toString(),
                                tallyFile().toString(), Long.toString(seed), Long.toString(from), Long.toString(end)))
                .directory(work.toFile()).redirectOutput(log.toFile()).redirectError(errors.toFile()).start();
        boolean held = watch(process, tally);
        for (String line : Files.readAllLines(log)) {
            String[] parts = line.split("\t", 2);
            if (parts.length == 2 && parts[0].matches("\\d+")) {
                faults.put(Long.valueOf(parts[0]), parts[1]);
            }
        }
        if (held) {
            return "time: nothing came of it in " + MOST_SECONDS + " s";
        }
        if (process.exitValue() == 0) {
            return null;
        }
        List<String> said = new ArrayList<>(Files.readAllLines(errors));
        said.removeIf(line -> line.isBlank() || line.startsWith("WARNING: Using incubator"));
        return "the process ended with " + process.exitValue() + ": "
                + String.join(" ", said.subList(0, Math.min(4, said.size())));
    }

    /** Whether the process had to be ended. */
    private boolean watch(Process process, Tally tally) throws IOException, InterruptedException {
        long at = tally.get(Count.CASE);
        long since = System.nanoTime();
        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
            if (tally.get(Count.CASE) != at) {
                at = tally.get(Count.CASE);
                since = System.nanoTime();
            }
            noteResident(process);
            if (System.nanoTime() - since > MOST_SECONDS * 1_000_000_000L) {
                process.destroyForcibly().waitFor();
                return true;
            }
        }
        return false;
    }

    private void noteResident(Process process) {
        try {
            Matcher peak = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
            if (peak.find()) {
                residentKilobytes = Math.max(residentKilobytes, Long.parseLong(peak.group(1)));
            }
        } catch (IOException e) {
            return; // it has just ended, or this is no Linux
        }
    }

    /** Keeps what is needed to see a fault again. */
    private void keep(long index, String fault) throws IOException {
        Path folder = work.resolve("faults").resolve(format + "-" + seed + "-" + index);
        MutantFormat all = Formats.of(format);
        List<Path> files = Folders.files(originals).stream().filter(all::isDamaged).toList();
        Mutant mutant = Mutant.of(originals, files, seed, index);
        Path file = folder.resolve(mutant.file().toString());
        Files.createDirectories(file.resolveSibling(".").normalize());
        Files.write(file, mutant.bytes());
        Files.writeString(folder.resolve("fault.txt"), fault + "\n");
    }
}
