package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.ridge.BestGaussian;
import dev.advect.experiments.ridge.RidgeActions;
import dev.advect.experiments.ridge.RidgeNumbers;
import dev.advect.experiments.ridge.RidgePicture;
import dev.advect.train.Algorithm;
import dev.advect.train.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The study of a task in which the policy is not told which of two ways is the right one. */
@Command(
        name = "ridge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains FPO, Gaussian PPO and DPPO on a ridge in fog, where the hut may be at either end, and shows what "
                + "each policy is worth beside the best that a Gaussian can be.",
        footer = {"", "Examples:", "  advect reproduce ridge --steps=3e5 --seeds=0,1,2",
            "  advect reproduce ridge --algos=fpo,ppo --minutes=1 --json"})
final class ReproduceRidgeCommand implements Callable<Integer> {
    /** The seed of the actions and walks that are measured. */
    private static final long SEED = 7;

    /** The values for this small task. */
    private static final Map<String, String> VALUES = Map.of("loop.envs", "64", "loop.valueHidden", "[64,64]");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private GridOptions options = new GridOptions();

    @Option(names = "--algos", paramLabel = "NAME", split = ",",
            description = "Algorithms; advect list algos shows them. Default: fpo,ppo,dppo.")
    private @Nullable List<Algorithm> algos;

    @Override
    public Integer call() throws IOException, StoppedException {
        List<Algorithm> compared = algos == null ? List.of(Algorithm.FPO, Algorithm.PPO, Algorithm.DPPO) : algos;
        options.refuseTasks("ridge");
        Grid grid = options.grid("A ridge in fog", List.of("ridge"), compared.stream().distinct()
                .map(algo -> new Variant(algo.toString(), algo, options.unlessSet(VALUES))).toList());
        options.train(spec, "ridge", grid);
        show(grid, options.folder("ridge"));
        return ExitCode.OK;
    }

    private void show(Grid grid, Path folder) throws IOException {
        Map<String, RidgeNumbers> measured = new LinkedHashMap<>();
        Map<String, float[]> drawn = new LinkedHashMap<>();
        for (Cell cell : grid.cells()) {
            float[] actions = RidgeActions.ofRun(RunDirectory.open(folder.resolve(cell.name())), RidgeNumbers.ACTIONS, SEED);
            measured.put(cell.variant().name() + ", seed " + cell.seed(), RidgeNumbers.of(actions, SEED));
            drawn.putIfAbsent(cell.variant().name(), actions);
        }
        measured.put("best Gaussian, by search", BestGaussian.search().numbers());
        measured.put("whole steps, either way", RidgeNumbers.of(RidgeActions.bothWays(0.5), SEED));
        Path picture = folder.resolve("actions.png");
        RidgePicture.write(picture, drawn);
        PrintWriter print = spec.commandLine().getOut();
        if (options.json()) {
            Map<String, Object> all = new LinkedHashMap<>();
            measured.forEach((name, numbers) -> all.put(name, values(numbers)));
            Json.print(print, all);
            return;
        }
        print.println(Text.format("%-26s %16s %7s %7s %9s %9s %14s", "", "return", "found", "slipped", "forwards",
                "backwards", "two-mode mass"));
        measured.forEach((name, n) -> print.println(Text.format("%-26s %16s %7.3f %7.3f %9.3f %9.3f %14.3f", name,
                Text.interval(n.mean(), n.se()), n.found(), n.slipped(), n.forwards(), n.backwards(), n.twoModeMass())));
        print.println(picture);
        print.flush();
    }

    private static Map<String, Object> values(RidgeNumbers numbers) {
        return Json.object("return", numbers.mean(), "se", numbers.se(), "found", numbers.found(), "slipped",
                numbers.slipped(), "forwards", numbers.forwards(), "backwards", numbers.backwards(), "two_mode_mass",
                numbers.twoModeMass());
    }
}
