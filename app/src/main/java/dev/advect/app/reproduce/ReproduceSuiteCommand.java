package dev.advect.app.reproduce;

import dev.advect.app.console.StoppedException;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

/** The evaluation of one algorithm on the control suite. */
@Command(
        name = "suite",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains one algorithm on the ten tasks of the control suite that FPO's paper has, and compares it "
                + "with random and zero actions. Finished tasks are skipped, an interrupted one continues.",
        footer = {"", "Examples:", "  advect reproduce suite --minutes=20",
            "  advect reproduce suite --tasks=cheetah-run,fish-swim --seeds=0,1 --out=runs/two --json"})
final class ReproduceSuiteCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GridOptions options = new GridOptions();

    @Option(names = "--algo", paramLabel = "NAME", description = "Algorithm; advect list algos shows them. Default: fpo.")
    private Algorithm algo = Algorithm.FPO;

    @Override
    public Integer call() throws IOException, StoppedException {
        return options.run(spec, "suite", "Control suite, " + algo, GridOptions.TEN, List.of(Variant.of(algo)));
    }
}
