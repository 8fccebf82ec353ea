package dev.advect.reliability;

import dev.advect.reliability.disk.DiskCommand;
import dev.advect.reliability.kill.KillCommand;
import dev.advect.reliability.mutate.MutateCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The campaign's command line. */
@Command(
        name = "reliability",
        mixinStandardHelpOptions = true,
        description = "Kills runs, damages files and fills disks, and counts what survives. Figures are appended to "
                + "results.jsonl in the working folder; what stands there is not done again.",
        subcommands = {KillCommand.class, MutateCommand.class, DiskCommand.class, SummaryCommand.class})
public final class Reliability {
    private Reliability() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Reliability()).execute(args));
    }
}
