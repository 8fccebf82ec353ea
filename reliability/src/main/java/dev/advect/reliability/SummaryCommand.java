package dev.advect.reliability;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.concurrent.Callable;

/** Prints the tables of what was done so far. */
@Command(name = "summary", mixinStandardHelpOptions = true, description = "Prints the tables of what was done so far.")
final class SummaryCommand implements Callable<Integer> {
    @Mixin
    private CampaignOptions options = new CampaignOptions();

    @Override
    public Integer call() throws IOException {
        int faults = 0;
        for (String campaign : new String[] {"kill", "mutate", "disk"}) {
            faults |= Summary.print(options.work(), campaign);
        }
        return faults;
    }
}
