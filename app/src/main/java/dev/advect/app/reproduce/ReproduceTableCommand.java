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
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseGiven;
import static dev.advect.config.InvalidValueException.throwIf;

/** The comparison table of the on-policy algorithms. */
@Command(
        name = "fpo-table",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains FPO, its relatives, DPPO and Gaussian PPO on the ten tasks of the control suite with one "
                + "budget, and compares them, with statistics over tasks and seeds. Finished runs are skipped, an "
                + "interrupted one continues.",
        footer = {"", "Examples:", "  advect reproduce fpo-table --steps=3e6 --seeds=0,1,2",
            "  advect reproduce fpo-table --tasks=cheetah-run --algos=fpo,ppo --minutes=5 --json",
            "  advect reproduce fpo-table --report --rows=docs/data/fpo-table.jsonl --out=runs/report"})
final class ReproduceTableCommand implements Callable<Integer> {
    /** The names of the algorithms in the order of the table. */
    private static final List<String> COMPARED = List.of("fpo", "fpo++", "refpo", "fpo-joint", "ppo", "dppo");
    private static final String NAME = "fpo-table";
    /** The options that say how to train. */
    private static final List<String> OF_TRAINING =
            List.of("--steps", "--minutes", "--preset", "--set", "--episodes", "--threads", "--cluster");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GridOptions options = new GridOptions();

    @Option(names = "--algos", paramLabel = "NAME", split = ",",
            description = "Algorithms; advect list algos shows them. Default: all that learn from scratch on-policy.")
    private @Nullable List<Algorithm> algos;

    @Option(names = "--report", description = "Train nothing; report on the rows that exist, and name the runs that are missing.")
    private boolean reportOnly;

    @Option(names = "--rows", paramLabel = "FILE", split = ",",
            description = "Files with the rows to report on. Default: rows.jsonl of --out.")
    private @Nullable List<Path> rows;

    @Override
    public Integer call() throws IOException, StoppedException {
        throwIf(rows != null && !reportOnly, "--rows needs --report");
        if (reportOnly) {
            refuseGiven(spec, OF_TRAINING, " is not possible with --report, which trains nothing");
            return options.report(spec, NAME, rows, algos == null ? null : algos.stream().map(Algorithm::toString).toList());
        }
        List<Algorithm> compared = algos != null ? algos.stream().distinct().toList() : COMPARED.stream()
                .flatMap(name -> Arrays.stream(Algorithm.values()).filter(algo -> algo.toString().equals(name))).toList();
        int code = options.run(spec, NAME, "Algorithms on the control suite", GridOptions.TEN,
                compared.stream().map(Variant::of).toList());
        options.writeStatistics(NAME, compared.stream().map(Algorithm::toString).toList());
        return code;
    }
}
