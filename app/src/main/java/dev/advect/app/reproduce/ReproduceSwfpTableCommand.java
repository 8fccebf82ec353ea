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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The comparison of algorithms that fine-tune in manipulation. */
@Command(
        name = "swfp-table",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fine-tunes SWFP, IBRL, RLPD, Cal-QL and DPPO from the same demonstrations of manipulation tasks, with "
                + "critics of the same size that are updated equally often, and compares their successes. Finished runs are "
                + "skipped, an interrupted one continues.",
        footer = {"", "Examples:", "  advect reproduce arm-data",
            "  advect reproduce swfp-table --steps=1e5 --seeds=0,1,2 --dppo-minutes=12",
            "  advect reproduce swfp-table --tasks=can-until-success --algos=swfp,fql,qc --steps=2e4"})
final class ReproduceSwfpTableCommand implements Callable<Integer> {
    private static final String NAME = "swfp-table";
    private static final List<String> TASKS =
            List.of("lift-until-success", "can-until-success", "square-until-success", "kitchen-mixed");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private ArmOptions start = new ArmOptions();

    @Mixin
    private GridOptions options = new GridOptions();

    @Option(names = "--algos", paramLabel = "NAME", split = ",",
            description = "Algorithms; advect list algos shows them. Default: swfp,ibrl,rlpd,calql,dppo.")
    private @Nullable List<Algorithm> algos;

    @Mixin
    private DppoTimeOption dppoTime = new DppoTimeOption();

    @Override
    public Integer call() throws IOException, StoppedException {
        return options.show(spec, NAME, start.train(
                spec, options, NAME, "Fine-tuning in manipulation", TASKS, this::variants));
    }

    private List<Variant> variants(String task) {
        List<Algorithm> compared = algos != null ? algos
                : List.of(Algorithm.SWFP, Algorithm.IBRL, Algorithm.RLPD, Algorithm.CALQL, Algorithm.DPPO);
        List<Variant> variants = new ArrayList<>();
        compared.stream().distinct()
                .forEach(algo -> variants.add(start.variant(options, algo.toString(), algo, task, Map.of())));
        dppoTime.variant(start, options, task).ifPresent(variants::add);
        return variants;
    }
}
