package dev.advect.app.reproduce;

import dev.advect.app.console.StoppedException;
import dev.advect.train.Algorithm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** The task-shift study: demonstrations of one task, then training on another task with the same body. */
@Command(
        name = "shift-task",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pre-trains SWFP and DPPO on demonstrations of one task and trains them in another, whose "
                + "observations and actions are the same and whose reward is not. Finished runs are skipped, an "
                + "interrupted one continues.",
        footer = {"", "Examples:", "  advect collect runs/reacher-easy-dppo-1 --episodes=20 --out=demo.hdf5",
            "  advect reproduce shift-task --demonstrations=demo.hdf5 --tasks=reacher-hard --steps=3e4"})
final class ReproduceShiftTaskCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private DemonstrationOptions start = new DemonstrationOptions();

    @Mixin
    private GridOptions options = new GridOptions();

    @Override
    public Integer call() throws IOException, StoppedException {
        return options.run(spec, "shift-task", "From one task's demonstrations to another's reward",
                List.of("reacher-hard"), start.variants(options, List.of(Algorithm.SWFP, Algorithm.DPPO)));
    }
}
