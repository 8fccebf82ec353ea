package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.experiments.SetKeys;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.gridworld.GridworldNumbers;
import dev.advect.experiments.gridworld.GridworldPictures;
import dev.advect.experiments.gridworld.GridworldPolicy;
import dev.advect.train.Algorithm;
import dev.advect.train.RunDirectory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;
import static dev.advect.config.InvalidValueException.throwIf;

/** The two-goal gridworld study: does a policy represent both modes? */
@Command(
        name = "gridworld",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains FPO and Gaussian PPO in a grid world with two equally good goals, and shows which goals "
                + "each policy reaches from the line half-way between them.",
        footer = {"", "Examples:", "  advect reproduce gridworld", "  advect reproduce gridworld --minutes=2 --seed=1 --json"})
final class ReproduceGridworldCommand implements Callable<Integer> {
    /** The values for this small task, in which waiting on the line between the goals should have a cost. */
    private static final Map<String, String> VALUES =
            Map.of("loop.envs", "64", "loop.discount", "0.95", "loop.valueHidden", "[64,64]");

    /**
     * The settings for smaller updates than the preset's. With the preset's updates a squashed Gaussian can grow so
     * wide that tanh gives it two modes, and a flow can lose one of its two modes before the run ends.
     */
    private static final Map<Algorithm, Map<String, String>> STEPS = Map.of(
            Algorithm.FPO, Map.of("loop.learningRate", "1e-3", "loop.targetKl", "0.0015", "fpo.clip", "0.05"),
            Algorithm.PPO, Map.of("loop.learningRate", "5e-4", "loop.targetKl", "0.01"));

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--steps", paramLabel = "N",
            description = "Environment steps of each run. Default: 3e5, and no limit where --minutes is given.")
    private @Nullable Count steps;

    @Option(names = "--minutes", paramLabel = "M", description = "Minutes of training of each run. Default: no limit.")
    private double minutes;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set a value of both runs' configuration; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "DIR", description = "The experiment's folder. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs", "gridworld");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, StoppedException {
        refuseOwn(values);
        refuseNoThreads(threads);
        throwIf(!(minutes >= 0), "--minutes=" + minutes + " is not possible, it must be positive");
        Map<String, String> all = SetKeys.unlessSet(VALUES, values);
        all.putAll(values);
        long limit = steps != null ? steps.value() : minutes > 0 ? 0 : 300_000;
        Grid grid = new Grid("Grid world between two goals", List.of("gridworld"),
                List.of(variant(Algorithm.FPO), variant(Algorithm.PPO)), List.of(seed.value()), "cpu", all,
                new Budget(limit, minutes, threads, 256));
        GridView.follow(spec, new GridRun(grid, out, name -> Environments.get(name).factory()));
        show();
        return ExitCode.OK;
    }

    /** Returns an algorithm with the study's values, except those that {@code --set} gives. */
    private Variant variant(Algorithm algo) {
        return new Variant(algo.toString(), algo, SetKeys.unlessSet(Objects.requireNonNull(STEPS.get(algo)), values));
    }

    private void show() throws IOException {
        PrintWriter print = spec.commandLine().getOut();
        try (GridworldPolicy fpo = policy("fpo"); GridworldPolicy ppo = policy("ppo")) {
            GridworldNumbers flow = GridworldNumbers.of(fpo, seed.value());
            GridworldNumbers gaussian = GridworldNumbers.of(ppo, seed.value());
            List<Path> pictures = new GridworldPictures(out, fpo, ppo).draw();
            if (json) {
                Json.print(print, Json.object("fpo", values(flow), "ppo", values(gaussian)));
                return;
            }
            print.println(Text.format("%-30s %12s %12s", "from the saddle line", "fpo", "ppo"));
            values(flow).forEach((key, value) -> print.println(Text.format("%-30s %12s %12s", key.replace('_', ' '),
                    text(value), text(values(gaussian).get(key)))));
            pictures.forEach(print::println);
            print.flush();
        }
    }

    private GridworldPolicy policy(String algo) throws IOException {
        return GridworldPolicy.load(RunDirectory.open(out.resolve("gridworld-" + algo + "-" + seed.value())));
    }

    private static String text(@Nullable Object value) {
        if (value instanceof List<?> shares) {
            return String.join(" ", shares.stream().map(share -> Text.format("%.3f", share)).toList());
        }
        return value instanceof Double number ? Text.number(number) : String.valueOf(value);
    }

    /** The numbers as {@code --json} prints them. */
    private static Map<String, Object> values(GridworldNumbers numbers) {
        return Json.object("goal_share", numbers.goalShare(), "two_mode_mass", numbers.twoModeMass(),
                "starts_with_both", numbers.startsWithBoth(), "stay_share", numbers.stayShare(),
                "mean_steps", numbers.meanSteps(), "dip", numbers.dip(), "dip_limit", numbers.dipLimit(),
                "central_goal_share", numbers.centralGoalShare());
    }
}
