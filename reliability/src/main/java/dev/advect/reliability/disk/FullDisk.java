package dev.advect.reliability.disk;

import dev.advect.data.DemonstrationFile;
import dev.advect.data.Demonstrations;
import dev.advect.reliability.ChildJvm;
import dev.advect.reliability.Fixtures;
import dev.advect.reliability.Folders;
import dev.advect.reliability.RunComparison;
import dev.advect.reliability.TinyRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A command on a disk that becomes full while it works; then there is room, and it is done again. */
final class FullDisk {
    private static final long ROOM = 64 << 10;
    private static final long PAGE = 4;

    private final Path fixtures;
    private final Path log;
    private final Tmpfs disk;
    private final SplittableRandom random;
    private final List<String> faults = new ArrayList<>();
    private boolean filled;

    FullDisk(Path fixtures, Path log, Tmpfs disk, SplittableRandom random) {
        this.fixtures = fixtures;
        this.log = log;
        this.disk = disk;
        this.random = random;
    }

    /** The figures of one trial. */
    Map<String, Object> figures(DiskCommand.Trial trial) throws IOException, InterruptedException {
        switch (trial) {
            case TRAIN -> train(random.nextBoolean() ? TinyRun.FPO : TinyRun.RLPD, false);
            case RESUME -> train(random.nextBoolean() ? TinyRun.FPO : TinyRun.RLPD, true);
            case COLLECT -> output("demo.hdf5", "collect", run().toString(), "--episodes=12");
            case EXPORT -> output("policy.safetensors", "export", run().toString());
            case CONVERT -> output("demo.safetensors", "data", "convert", Fixtures.demonstrations(fixtures).toString());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("trials", 1);
        figures.put("filled", filled ? 1 : 0);
        figures.put("faults", faults.isEmpty() ? 0 : 1);
        figures.put("what", faults);
        return figures;
    }

    private Path run() throws IOException, InterruptedException {
        return Fixtures.run(fixtures, TinyRun.FPO, 0);
    }

    private static long kilobytes(Path folder) throws IOException {
        long sum = 0;
        for (Path file : Folders.files(folder)) {
            sum += (Files.size(folder.resolve(file.toString())) + (PAGE << 10) - 1) >> 10;
        }
        return sum;
    }

    // ---- runs

    private void train(TinyRun run, boolean interrupted) throws IOException, InterruptedException {
        Path whole = Fixtures.run(fixtures, run, 0);
        Path folder = disk.folder().resolve("run");
        List<String> begin = run.begin(folder, Fixtures.demonstrations(fixtures), 0);
        if (interrupted) {
            Process process = ChildJvm.start(log, begin);
            process.waitFor(random.nextLong(Fixtures.millis(whole)), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            disk.resize(disk.usedKilobytes() + PAGE + random.nextLong(kilobytes(whole) / 2));
        } else {
            disk.resize(2 * PAGE + random.nextLong(kilobytes(whole) + kilobytes(whole) / 8));
        }
        ChildJvm.Ended ended = ChildJvm.end(ChildJvm.start(log, next(folder, begin)), log);
        filled = ended.exit() != 0;
        if (filled) {
            faults.addAll(Complaint.faults(ended, folder));
            disk.resize(ROOM);
            ended = ChildJvm.end(ChildJvm.start(log, next(folder, begin)), log);
        }
        if (ended.exit() != 0) {
            faults.add("not gone on with when there was room: " + ended.lines().stream()
                    .filter(line -> line.startsWith("error: ")).findFirst().orElse(ended.last()));
        } else {
            faults.addAll(RunComparison.of(folder, whole));
        }
    }

    private static List<String> next(Path folder, List<String> begin) {
        return Files.exists(folder.resolve("config.yaml")) ? TinyRun.resume(folder) : begin;
    }

    // ---- files

    /** A command that writes one file, over an older one or not. */
    private void output(String name, String... command) throws IOException, InterruptedException {
        Path expected = fixtures.resolve("expected-" + name);
        if (!Files.exists(expected)) {
            ChildJvm.mustSucceed(log, arguments(command, expected));
        }
        Path target = disk.folder().resolve(name);
        byte[] old = random.nextBoolean() ? new byte[] {'o', 'l', 'd'} : null;
        if (old != null) {
            Files.write(target, old);
        }
        disk.resize(disk.usedKilobytes() + PAGE * random.nextLong(2 + (Files.size(expected) >> 10) / PAGE));
        ChildJvm.Ended ended = ChildJvm.advect(log, arguments(command, target));
        filled = ended.exit() != 0;
        if (filled) {
            faults.addAll(Complaint.faults(ended, target));
            List<Path> left = Folders.files(disk.folder());
            if (old == null ? !left.isEmpty() : left.size() != 1 || !Arrays.equals(Files.readAllBytes(target), old)) {
                faults.add("it left " + left + (old == null ? "" : ", or changed the older file"));
            }
            disk.resize(ROOM);
            ended = ChildJvm.advect(log, arguments(command, target));
        }
        if (ended.exit() != 0) {
            faults.add("not done when there was room: " + ended.last());
        } else if (Files.mismatch(target, expected) >= 0 && !isSameContent(target, expected)) {
            faults.add("another file than on a disk with room");
        }
    }

    private static String[] arguments(String[] command, Path out) {
        String[] all = Arrays.copyOf(command, command.length + 1);
        all[command.length] = "--out=" + out;
        return all;
    }

    /** HDF5 files say when they were made. */
    private static boolean isSameContent(Path a, Path b) throws IOException {
        if (!a.toString().endsWith(".hdf5")) {
            return false;
        }
        Demonstrations first = DemonstrationFile.read(a);
        Demonstrations second = DemonstrationFile.read(b);
        return Arrays.equals(first.observation(), second.observation()) && Arrays.equals(first.action(), second.action())
                && Arrays.equals(first.reward(), second.reward()) && Arrays.equals(first.starts(), second.starts());
    }
}
