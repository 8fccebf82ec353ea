package dev.advect.app.reproduce;

import dev.advect.app.console.CommandGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.util.List;

/** The command group that reproduces experiments. */
@Command(
        name = "reproduce",
        mixinStandardHelpOptions = true,
        description = "Reproduces published experiments. Finished runs are skipped, so an experiment can be done in parts.",
        footer = {"", "Examples:", "  advect reproduce suite --minutes=20",
            "  advect reproduce suite --tasks=cheetah-run,fish-swim --out=runs/two"})
public final class ReproduceCommand implements Runnable, CommandGroup {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public List<Class<?>> commands() {
        return List.of(ReproduceSuiteCommand.class, ReproduceGridworldCommand.class, ReproduceRidgeCommand.class,
                ReproduceTableCommand.class, ReproduceAblationCommand.class, ReproduceExplorationCommand.class,
                ReproduceSamplersCommand.class, ReproduceCriticCommand.class, ReproduceBanditCommand.class,
                ReproduceRegulariserCommand.class, ReproduceJkoLimitsCommand.class, ReproduceShiftCommand.class,
                ReproduceFineTuneCommand.class, ReproduceShiftTaskCommand.class, ReproduceArmDataCommand.class,
                ReproduceSwfpBlocksCommand.class, ReproduceSwfpTableCommand.class, ReproduceScratchCommand.class,
                ReproduceExpertsCommand.class, ReproduceHumanoidCommand.class);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be reproduced: "
                + String.join(", ", spec.subcommands().keySet()) + "?");
    }
}
