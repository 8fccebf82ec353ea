package dev.advect.app.reproduce;

import dev.advect.app.console.StoppedException;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The comparison of SWFP without pre-training and FPO. */
@Command(
        name = "scratch",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains SWFP without demonstrations and FPO on tasks of the control suite, with equal time by "
                + "default, and compares them. Finished runs are skipped, an interrupted one continues.",
        footer = {"", "Examples:", "  advect reproduce scratch --minutes=20 --seeds=0,1,2",
            "  advect reproduce scratch --tasks=point-mass --algos=swfp,rlpd,fpo --steps=2e4 --json"})
final class ReproduceScratchCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GridOptions options = new GridOptions();

    @Option(names = "--algos", paramLabel = "NAME", split = ",",
            description = "Algorithms; advect list algos shows them. Default: swfp,fpo.")
    private @Nullable List<Algorithm> algos;

    @Override
    public Integer call() throws IOException, StoppedException {
        List<Algorithm> compared = algos == null ? List.of(Algorithm.SWFP, Algorithm.FPO) : algos;
        return options.run(spec, "scratch", "SWFP from scratch", List.of("cartpole-balance", "point-mass", "cheetah-run"),
                compared.stream().distinct().map(this::variant).toList());
    }

    /**
     * Returns the variant for training from scratch: without pre-training, neither small steps nor a head start for the
     * critic are needed.
     */
    private Variant variant(Algorithm algo) {
        return algo == Algorithm.SWFP
                ? new Variant(algo.toString(), algo, options.unlessSet(
                        Map.of("swfp.tau", "0.5", "swfp.tauFinal", "0.5", "loop.policyAfter", "0")))
                : Variant.of(algo);
    }
}
