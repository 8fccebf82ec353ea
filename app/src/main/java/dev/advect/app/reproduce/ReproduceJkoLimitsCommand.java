package dev.advect.app.reproduce;

import dev.advect.experiments.bandit.BanditGrid.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** The study of where the alignment of SWFP's blocks breaks, over the number of blocks and the size of the JKO step. */
@Command(
        name = "jko-limits",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the bandit study with every number of blocks and every JKO step size, and reports where "
                + "paths bend, modes are lost or a run diverges. Finished runs are skipped.",
        footer = {"", "Examples:", "  advect reproduce jko-limits --seeds=0,1,2",
            "  advect reproduce jko-limits --blocks=1,5 --taus=2e-3,2e-1 --set swfp.mode=sequential --json"})
final class ReproduceJkoLimitsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--blocks", paramLabel = "N", split = ",", description = "Numbers of blocks. Default: 1,2,3,5,10.")
    private List<Integer> blocks = List.of(1, 2, 3, 5, 10);

    @Mixin
    private BanditGridOptions options = new BanditGridOptions();

    @Override
    public Integer call() throws IOException {
        throwIf(blocks.stream().anyMatch(n -> n < 1), "--blocks must all be at least 1");
        List<Setting> settings = blocks.stream().distinct()
                .flatMap(n -> options.taus().stream().map(tau -> new Setting("w2", n, tau))).toList();
        return options.run(spec, "jko-limits", "Blocks and the size of the JKO step, on the bandit", settings, false);
    }
}
