package dev.advect.reliability.kill;

import dev.advect.reliability.CampaignOptions;
import dev.advect.reliability.ChildJvm;
import dev.advect.reliability.Fixtures;
import dev.advect.reliability.Folders;
import dev.advect.reliability.RunComparison;
import dev.advect.reliability.TinyRun;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/** A run that is killed once or several times, goes on each time, and ends; then it is compared with one that never was. */
final class Victim {
    private static final int MOST_KILLS = 8;
    /** Changes in the folder of such a run from begin to end, about. */
    private static final int CHANGES = 100;

    private final Path fixtures;
    private final TinyRun run;
    private final long runSeed;
    private final SplittableRandom random;
    private final Path folder;
    private final Map<Phase, Integer> kills = new EnumMap<>(Phase.class);
    private final List<String> faults = new ArrayList<>();
    private int continuations;

    Victim(CampaignOptions options, TinyRun run, long runSeed, long index) {
        fixtures = options.fixtures();
        this.run = run;
        this.runSeed = runSeed;
        random = new SplittableRandom(options.seed() * 1_000_003 + index);
        folder = options.work().resolve("kill").resolve(run.name().toLowerCase(Locale.ROOT) + "-" + options.seed() + "-" + index);
    }

    /** The figures. The folder is kept only where something went wrong. */
    Map<String, Object> figures() throws IOException, InterruptedException {
        Path whole = Fixtures.run(fixtures, run, runSeed);
        Folders.delete(folder);
        Files.createDirectories(folder.resolveSibling("."));
        int wanted = 1 + random.nextInt(MOST_KILLS);
        boolean begun = false;
        for (int kill = 0; kill < wanted && faults.isEmpty(); kill++) {
            if (!killed(Moment.random(random, 2 * CHANGES / (wanted + 1), Fixtures.millis(whole)), begun)) {
                break;
            }
            begun = true;
        }
        if (faults.isEmpty()) {
            end(whole);
        }
        if (faults.isEmpty()) {
            Folders.delete(folder);
            Files.deleteIfExists(log());
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("runs", 1);
        figures.put("kills", kills.values().stream().mapToInt(Integer::intValue).sum());
        for (Phase phase : Phase.values()) {
            figures.put(phase.name().toLowerCase(Locale.ROOT), kills.getOrDefault(phase, 0));
        }
        figures.put("continuations", continuations);
        figures.put("faults", faults.isEmpty() ? 0 : 1);
        figures.put("what", faults.stream().map(fault -> folder.getFileName() + ": " + fault).toList());
        return figures;
    }

    private Path log() {
        return folder.resolveSibling(folder.getFileName() + ".log");
    }

    /** Begins it where there is nothing to go on with, as a user would. */
    private List<String> arguments() throws IOException {
        return Files.exists(folder.resolve("config.yaml"))
                ? TinyRun.resume(folder)
                : run.begin(folder, Fixtures.demonstrations(fixtures), runSeed);
    }

    private boolean killed(Moment moment, boolean begun) throws IOException, InterruptedException {
        try (FolderWatch watch = new FolderWatch(folder)) {
            watch.changes();
            Process process = ChildJvm.start(log(), arguments());
            continuations += begun ? 1 : 0;
            if (moment.kill(process, watch)) {
                kills.merge(Phase.of(folder), 1, Integer::sum);
                return true;
            }
            if (process.exitValue() != 0) {
                faults.add(refusal(ChildJvm.end(process, log())));
            }
            return false;
        }
    }

    private void end(Path whole) throws IOException, InterruptedException {
        ChildJvm.Ended ended = ChildJvm.end(ChildJvm.start(log(), arguments()), log());
        continuations++;
        if (ended.exit() != 0) {
            faults.add(refusal(ended));
        } else {
            faults.addAll(RunComparison.of(folder, whole));
        }
    }

    private String refusal(ChildJvm.Ended ended) throws IOException {
        String error = ended.lines().stream().filter(line -> line.startsWith("error: ")).findFirst().orElse(ended.last());
        return "not gone on with after a kill in " + Phase.of(folder) + ": " + error;
    }
}
