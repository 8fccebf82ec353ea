package dev.advect.reliability;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/** What all parts of the campaign are told. */
public final class CampaignOptions {
    @Option(names = "--work", paramLabel = "DIR", defaultValue = "target/reliability",
            description = "Where runs, damaged files and results.jsonl are kept. Default: ${DEFAULT-VALUE}.")
    private Path work = Path.of("target/reliability");

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0",
            description = "Random seed of moments, mutations and sizes. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(names = "--minutes", paramLabel = "M", defaultValue = "60",
            description = "Minutes after which nothing new is begun; the same command goes on later. Default: ${DEFAULT-VALUE}.")
    private double minutes = 60;

    private final long start = System.nanoTime();

    /** The working folder, absolute. */
    public Path work() {
        return work.toAbsolutePath().normalize();
    }

    /** Where what the campaign starts from is kept. */
    public Path fixtures() {
        return work().resolve("fixtures");
    }

    public long seed() {
        return seed;
    }

    /** Whether the minutes are over. */
    public boolean timeIsUp() {
        return (System.nanoTime() - start) * 1e-9 > 60 * minutes;
    }
}
