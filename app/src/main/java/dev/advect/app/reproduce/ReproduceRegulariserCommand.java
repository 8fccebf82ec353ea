package dev.advect.app.reproduce;

import dev.advect.experiments.bandit.BanditGrid.Setting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** The comparison of JKO step regularisers: W2, a KL bound, or none. */
@Command(
        name = "regulariser",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the bandit study with W2, a KL bound or no regulariser on the JKO step, at every step size. "
                + "Finished runs are skipped.",
        footer = {"", "Examples:", "  advect reproduce regulariser --seeds=0,1,2",
            "  advect reproduce regulariser --taus=2e-3,2e-2 --out=runs/two --json"})
final class ReproduceRegulariserCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--blocks", paramLabel = "N", description = "Number of blocks. Default: ${DEFAULT-VALUE}.")
    private int blocks = 5;

    @Mixin
    private BanditGridOptions options = new BanditGridOptions();

    @Override
    public Integer call() throws IOException {
        throwIf(blocks < 1, "--blocks=" + blocks + " is not possible, it must be at least 1");
        List<Setting> settings = new ArrayList<>();
        for (String regularizer : List.of("w2", "kl")) {
            options.taus().forEach(tau -> settings.add(new Setting(regularizer, blocks, tau)));
        }
        // one tau suffices: without a regulariser it has no effect
        settings.add(new Setting("none", blocks, options.taus().getFirst()));
        return options.run(spec, "regulariser", "What holds the JKO step back, on the bandit", settings, true);
    }
}
