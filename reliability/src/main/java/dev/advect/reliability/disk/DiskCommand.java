package dev.advect.reliability.disk;

import dev.advect.reliability.CampaignOptions;
import dev.advect.reliability.Results;
import dev.advect.reliability.Summary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/** Fills the disk of commands at random moments. */
@Command(name = "disk", mixinStandardHelpOptions = true,
        description = "Fills the disk of commands at random moments: a tmpfs of random size, which takes root.")
public final class DiskCommand implements Callable<Integer> {
    /** What is tried on a full disk. */
    enum Trial { TRAIN, RESUME, COLLECT, EXPORT, CONVERT }

    @Mixin
    private CampaignOptions options = new CampaignOptions();

    @Option(names = "--trials", paramLabel = "N", defaultValue = "50",
            description = "Trials in all, in turn of each command. Default: ${DEFAULT-VALUE}.")
    private int trials;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path work = Files.createDirectories(options.work().resolve("disk"));
        try (Results results = Results.open(options.work())) {
            for (int index = 0; index < trials && !options.timeIsUp(); index++) {
                Trial trial = Trial.values()[index % Trial.values().length];
                String name = trial.name().toLowerCase(Locale.ROOT);
                if (results.has("disk", name, options.seed(), index)) {
                    continue;
                }
                SplittableRandom random = new SplittableRandom(options.seed() * 1_000_003 + index);
                try (Tmpfs disk = mount(work.resolve("tmpfs"))) {
                    var figures = new FullDisk(options.fixtures(), work.resolve(name + ".log"), disk, random).figures(trial);
                    results.add("disk", name, options.seed(), index, figures);
                    System.out.println(name + " " + index + ": " + figures);
                } catch (NoTmpfsException e) {
                    System.out.println("skipped: " + e.getMessage());
                    return 0;
                }
            }
        }
        return Summary.print(options.work(), "disk");
    }

    private static Tmpfs mount(Path folder) throws NoTmpfsException, InterruptedException {
        try {
            return Tmpfs.mount(folder, 64 << 10);
        } catch (IOException e) {
            throw new NoTmpfsException("a tmpfs can be mounted by root on Linux only (" + e.getMessage() + ")", e);
        }
    }

    /** There is no way to fill a disk here. */
    private static final class NoTmpfsException extends Exception {
        NoTmpfsException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
