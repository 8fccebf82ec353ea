package dev.advect.app;

import dev.advect.experiment.Variant;
import dev.advect.train.Algorithm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Demonstrations of one task, and then another with the same body. */
@Command(
        name = "shift-task",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pre-trains SWFP and DPPO on demonstrations of one task and trains them in another, whose observations "
                + "and actions are the same and whose reward is not. A run that is done is skipped, an interrupted one "
                + "goes on.",
        footer = {"", "Examples:", "  advect collect runs/cartpole-balance-rlpd-1 --episodes=20 --out=demo.hdf5",
            "  advect reproduce shift-task --demonstrations=demo.hdf5 --tasks=cartpole-balance-sparse --steps=1e4"})
final class ReproduceShiftTaskCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--demonstrations", paramLabel = "FILE", required = true, description = "Of the task before the shift.")
    @SuppressWarnings("NullAway.Init")
    private Path demonstrations;

    @Option(names = "--pretrain", paramLabel = "N", description = "Updates on demonstrations. Default: ${DEFAULT-VALUE}.")
    private int pretrain = 5_000;

    @Option(names = "--algos", paramLabel = "NAME", split = ",", description = "See: advect list algos. "
            + "Default: swfp,dppo.")
    private @Nullable List<Algorithm> algos;

    @Mixin
    private GridOptions options = new GridOptions();

    @Override
    public Integer call() throws IOException, StoppedException {
        GridOptions.refuseIf(!Files.exists(demonstrations), "--demonstrations: there is no file " + demonstrations);
        GridOptions.refuseIf(pretrain < 1, "--pretrain=" + pretrain + " is not possible, it must be at least 1");
        Map<String, String> start = Map.of(
                "loop.demonstrations", demonstrations.toString(), "loop.pretrainUpdates", Integer.toString(pretrain));
        List<Algorithm> compared = algos == null ? List.of(Algorithm.SWFP, Algorithm.DPPO) : algos;
        return options.run(spec, "shift-task", "From one task's demonstrations to another's reward",
                List.of("cartpole-balance-sparse"),
                compared.stream().distinct().map(algo -> new Variant(algo.toString(), algo, start)).toList());
    }
}
