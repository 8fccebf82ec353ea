package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.app.options.Environments;
import dev.advect.env.EnvSpec;
import dev.advect.experiments.blocks.BlockRow;
import dev.advect.experiments.blocks.BlockWidths;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.Variant;
import dev.advect.io.AtomicFile;
import dev.advect.train.Algorithm;
import dev.advect.train.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** The study of the number of blocks on an arm. */
@Command(
        name = "swfp-blocks",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Fine-tunes SWFP with several numbers of blocks from the same demonstrations: once with blocks of equal "
                + "size, once with equally many parameters in total. Finished runs are skipped, an interrupted one continues.",
        footer = {"", "Examples:", "  advect reproduce arm-data --tasks=can-until-success",
            "  advect reproduce swfp-blocks --steps=1e5 --seeds=0,1,2",
            "  advect reproduce swfp-blocks --blocks=1,5 --euler-steps=5 --steps=2e4"})
final class ReproduceSwfpBlocksCommand implements Callable<Integer> {
    private static final String NAME = "swfp-blocks";
    private static final int REFERENCE_BLOCKS = 5;
    private static final int TIME_EMBEDDING = 8;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private ArmOptions start = new ArmOptions();

    @Mixin
    private GridOptions options = new GridOptions();

    @Option(names = "--blocks", paramLabel = "N", split = ",", description = "Numbers of blocks. Default: 1,3,5,10.")
    private List<Integer> blocks = List.of(1, 3, 5, 10);

    @Option(names = "--width", paramLabel = "W", description = "Width of the two hidden layers of a block; with equally many "
            + "parameters in total, of one of five blocks. Default: ${DEFAULT-VALUE}.")
    private int width = 128;

    @Option(names = "--euler-steps", paramLabel = "N", description = "Euler steps of the whole flow, which its blocks share "
            + "evenly. Default: one for every block, so that fewer blocks are also a coarser flow.")
    private int eulerSteps;

    @Override
    public Integer call() throws IOException, StoppedException {
        throwIf(blocks.stream().anyMatch(n -> n < 1), "--blocks must all be at least 1");
        throwIf(width < 1, "--width=" + width + " is not possible, it must be at least 1");
        throwIf(eulerSteps < 0 || blocks.stream().anyMatch(n -> eulerSteps % n != 0),
                "--euler-steps=" + eulerSteps + " is not possible, it must be a multiple of every number of blocks");
        options.refuseSet("swfp.blocks", "--blocks");
        options.refuseSet("swfp.hidden", "--width");
        options.refuseSet("swfp.innerSteps", "--euler-steps");
        options.refuseSet("swfp.timeEmbedding", "--help: the study keeps it");
        Grid grid = start.train(
                spec, options, NAME, "SWFP's number of blocks", List.of("can-until-success"), this::variants);
        Map<Cell, BlockRow> rows = new LinkedHashMap<>();
        for (Cell cell : grid.cells()) {
            RunDirectory run = RunDirectory.open(options.folder(NAME).resolve(cell.name()));
            rows.put(cell, BlockRow.of(run, Environments.get(cell.task()).factory()));
        }
        String table = table(rows);
        AtomicFile.writeString(options.folder(NAME).resolve("blocks.md"), table);
        if (options.json()) {
            Json.print(spec.commandLine().getOut(), Json.object(
                    "results", options.report(NAME, grid).values(), "blocks", values(rows)));
            return ExitCode.OK;
        }
        options.show(spec, NAME, grid);
        spec.commandLine().getOut().println(table);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    /** {@code n3} has three blocks of the given width, {@code n3-total} as many parameters as five such blocks. */
    private List<Variant> variants(String task) {
        EnvSpec env = Environments.get(task).spec();
        int size = ArmOptions.chunk(options, task) * env.actionSize();
        BlockWidths widths = new BlockWidths(env.observationSize() + size + TIME_EMBEDDING, size);
        Map<String, Variant> all = new LinkedHashMap<>();
        for (int n : blocks) {
            all.put("n" + n, variant("n" + n, task, n, width));
        }
        for (int n : blocks) {
            int narrow = widths.equalInTotal(n, REFERENCE_BLOCKS, width);
            if (narrow != width) {
                all.put("n" + n + "-total", variant("n" + n + "-total", task, n, narrow));
            }
        }
        return List.copyOf(all.values());
    }

    private Variant variant(String name, String task, int n, int hidden) {
        return start.variant(options, name, Algorithm.SWFP, task, Map.of("swfp.blocks", Integer.toString(n), "swfp.hidden",
                "[" + hidden + "," + hidden + "]", "swfp.timeEmbedding", Integer.toString(TIME_EMBEDDING),
                "swfp.innerSteps", Integer.toString(Math.max(1, eulerSteps / n))));
    }

    private static String table(Map<Cell, BlockRow> rows) {
        StringBuilder table = new StringBuilder("""
                | run | parameters | µs per decision | W2 | its bound | path ratio | staleness | modes |
                |---|---|---|---|---|---|---|---|
                """);
        rows.forEach((cell, row) -> table.append(Text.format("| %s | %d | %.1f | %.4f | %.4f | %.3f | %.3f | %.2f |\n",
                cell.name(), row.parameters(), row.microseconds(), row.w2(), row.bound(), row.pathRatio(), row.staleness(),
                row.modes())));
        return table.toString();
    }

    private static Map<String, Object> values(Map<Cell, BlockRow> rows) {
        Map<String, Object> values = new LinkedHashMap<>();
        rows.forEach((cell, row) -> values.put(cell.name(), Json.object("parameters", row.parameters(), "microseconds",
                row.microseconds(), "w2", row.w2(), "w2_bound", row.bound(), "path_ratio", row.pathRatio(), "staleness",
                row.staleness(), "modes", row.modes())));
        return values;
    }
}
