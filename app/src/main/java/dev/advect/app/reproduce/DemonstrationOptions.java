package dev.advect.app.reproduce;

import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import static dev.advect.config.InvalidValueException.throwIf;

/** The options shared by experiments that start from demonstrations. */
final class DemonstrationOptions {
    @Option(names = "--demonstrations", paramLabel = "FILE", required = true,
            description = "File of demonstrations that every run starts from; advect collect writes one.")
    @SuppressWarnings("NullAway.Init")
    private Path demonstrations;

    @Option(names = "--pretrain", paramLabel = "N", description = "Pre-training updates on the demonstrations. Default: "
            + "${DEFAULT-VALUE}.")
    private int pretrain = 5_000;

    @Option(names = "--algos", paramLabel = "NAME", split = ",",
            description = "Algorithms; advect list algos shows them. Default: the experiment's own.")
    private @Nullable List<Algorithm> algos;

    /** The algorithms to compare, all pre-trained in the same way except RLPD, whose paper uses no pre-training. */
    List<Variant> variants(GridOptions options, List<Algorithm> usual) {
        options.refuseSet("loop.demonstrations", "--demonstrations");
        options.refuseSet("loop.pretrainUpdates", "--pretrain");
        throwIf(!Files.exists(demonstrations), "--demonstrations: there is no file " + demonstrations);
        throwIf(pretrain < 1, "--pretrain=" + pretrain + " is not possible, it must be at least 1");
        return (algos == null ? usual : algos).stream().distinct().map(this::variant).toList();
    }

    private Variant variant(Algorithm algo) {
        int updates = algo == Algorithm.RLPD ? 0 : pretrain;
        return new Variant(algo.toString(), algo, Map.of(
                "loop.demonstrations", demonstrations.toString(), "loop.pretrainUpdates", Integer.toString(updates)));
    }
}
