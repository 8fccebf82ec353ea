package dev.advect.reliability.kill;

import dev.advect.reliability.CampaignOptions;
import dev.advect.reliability.Results;
import dev.advect.reliability.Summary;
import dev.advect.reliability.TinyRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;

/** Kills training at random moments, goes on with it, and compares how it ends. */
@Command(name = "kill", mixinStandardHelpOptions = true,
        description = "Kills training at random moments (kill -9), goes on with it, and compares how it ends.")
public final class KillCommand implements Callable<Integer> {
    private static final int SEEDS = 2;

    @Mixin
    private CampaignOptions options = new CampaignOptions();

    @Option(names = "--kills", paramLabel = "N", defaultValue = "100", description = "Kills with this seed. Default: ${DEFAULT-VALUE}.")
    private int kills;

    @Override
    public Integer call() throws IOException, InterruptedException {
        long done = Results.read(options.work()).stream().filter(line -> line.path("campaign").asText().equals("kill")
                && line.path("seed").asLong() == options.seed()).mapToLong(line -> line.path("kills").asLong()).sum();
        try (Results results = Results.open(options.work())) {
            TinyRun[] runs = TinyRun.values();
            for (long index = 0; done < kills && !options.timeIsUp(); index++) {
                TinyRun run = runs[(int) (index % runs.length)];
                if (results.has("kill", run.label(), options.seed(), index)) {
                    continue;
                }
                long runSeed = index / runs.length % SEEDS;
                Map<String, Object> figures =
                        new Victim(options, run, runSeed, index).figures();
                results.add("kill", run.label(), options.seed(), index, figures);
                done += ((Number) figures.getOrDefault("kills", 0)).longValue();
                System.out.println(run.label() + " " + index + ": " + figures);
            }
        }
        return Summary.print(options.work(), "kill");
    }
}
