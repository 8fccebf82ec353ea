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

/** The comparison of algorithms that fine-tune from the same demonstrations. */
@Command(
        name = "fine-tune",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pre-trains SWFP, Cal-QL, IBRL and DPPO on the same demonstrations of a task and fine-tunes "
                + "them in it, beside RLPD, which learns from both at once. Finished runs are skipped, an interrupted one "
                + "continues.",
        footer = {"", "Examples:", "  advect collect runs/reacher-hard-dppo-1 --episodes=20 --out=demo.hdf5",
            "  advect reproduce fine-tune --demonstrations=demo.hdf5 --tasks=reacher-hard --steps=3e4"})
final class ReproduceFineTuneCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private DemonstrationOptions start = new DemonstrationOptions();

    @Mixin
    private GridOptions options = new GridOptions();

    @Override
    public Integer call() throws IOException, StoppedException {
        List<Algorithm> usual = List.of(
                Algorithm.SWFP, Algorithm.RLPD, Algorithm.CALQL, Algorithm.IBRL, Algorithm.DPPO);
        return options.run(spec, "fine-tune", "From demonstrations on", List.of("reacher-hard"),
                start.variants(options, usual));
    }
}
