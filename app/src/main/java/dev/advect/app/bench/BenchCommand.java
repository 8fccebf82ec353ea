package dev.advect.app.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command group that measures the speed of this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures how fast simulation, learning and acting are on this machine.",
        footer = {"", "Examples:", "  advect bench sim --env=cheetah-run --threads=2",
            "  advect bench learn --preset=paper --json", "  advect bench act", "  advect bench scaling", "  advect bench cluster"},
        subcommands = {BenchSimCommand.class, BenchLearnCommand.class, BenchActCommand.class,
            BenchScalingCommand.class, BenchClusterCommand.class})
public final class BenchCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be measured: sim, learn, act, scaling or cluster?");
    }
}
