package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.options.ClusterOption;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.experiments.SetKeys;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Cell;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.GridReport;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Row;
import dev.advect.experiments.grid.StatisticsReport;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.runs.LocalRuns;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.train.Presets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;
import static dev.advect.config.InvalidValueException.throwIf;

/** The options shared by all experiments that consist of several runs. */
public final class GridOptions {
    /** The ten DeepMind Control Suite tasks that the FPO paper trains on. */
    static final List<String> TEN = List.of("ball-in-cup", "cartpole-balance", "cheetah-run", "finger-spin",
            "finger-turn-easy", "finger-turn-hard", "fish-swim", "point-mass", "reacher-easy", "reacher-hard");

    @Option(names = "--tasks", paramLabel = "NAME", split = ",",
            description = "Environments. Default: the experiment's own.")
    private @Nullable List<String> tasks;

    @Option(names = "--seeds", paramLabel = "N", split = ",", description = "Random seeds, one run for each. Default: 0.")
    private @Nullable List<Count> seeds;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of each run. Default: no limit.")
    private @Nullable Count steps;

    @Option(names = "--minutes", paramLabel = "M", description = "Minutes of training of each run. Default: 10, and no "
            + "limit where --steps is given.")
    private @Nullable Double minutes;

    @Option(names = "--preset", paramLabel = "NAME",
            description = "Preset that all runs start from: cpu or paper. Default: cpu.")
    private String preset = "cpu";

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set a value of every run's configuration; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes of each evaluation that goes into a row. "
            + "Default: ${DEFAULT-VALUE}.")
    private int episodes = 64;

    @Option(names = "--threads", paramLabel = "N", description = "Cores of each run. Default: all; on a cluster, 1.")
    private @Nullable Integer threads;

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(names = "--out", paramLabel = "DIR", description = "The experiment's folder. Default: runs/<experiment>.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    /** Runs the missing runs and shows the results. */
    int run(CommandSpec spec, String name, String title, List<String> usual, List<Variant> variants)
            throws IOException, StoppedException {
        Grid grid = grid(title, tasks(usual), variants);
        train(spec, name, grid);
        return show(spec, name, grid);
    }

    /** The tasks that were asked for, or the experiment's own. */
    List<String> tasks(List<String> usual) {
        return tasks == null ? usual : tasks;
    }

    /** Runs the missing runs of one experiment, which may be given as several grids; the tables are of what they have in common. */
    void train(CommandSpec spec, String name, Grid... grids) throws IOException, StoppedException {
        List<GridRun> parts = Arrays.stream(grids).map(grid -> runs(grid, name)).toList();
        int cells = Arrays.stream(grids).mapToInt(grid -> grid.cells().size()).max().orElseThrow();
        try (RunExecutor executor = cluster.connect(spec, folder(name), threads(), cells,
                new LocalRuns(task -> Environments.get(task).factory(), 1))) {
            GridView.follow(spec, parts, executor);
        }
    }

    /** Shows the results that exist. */
    int show(CommandSpec spec, String name, Grid grid) throws IOException {
        GridReport report = report(name, grid);
        PrintWriter stdout = spec.commandLine().getOut();
        if (json) {
            Json.print(stdout, report.values());
        } else {
            stdout.println(report.markdown());
            stdout.println(report.file());
            stdout.flush();
        }
        return ExitCode.OK;
    }

    /** The report on the results that exist. */
    GridReport report(String name, Grid grid) throws IOException {
        return runs(grid, name).report();
    }

    /** The rows that exist, by run. */
    Map<Cell, Row> results(String name, Grid grid) throws IOException {
        return runs(grid, name).results();
    }

    private GridRun runs(Grid grid, String name) {
        return new GridRun(grid, folder(name), task -> Environments.get(task).factory());
    }

    /** Whether the results are wanted as JSON. */
    boolean json() {
        return json;
    }

    /** Rejects --tasks in an experiment on one task. */
    void refuseTasks(String only) {
        throwIf(tasks != null, "--tasks is not possible here: this experiment is about " + only);
    }

    /** The experiment's folder. */
    Path folder(String name) {
        return out == null ? Path.of("runs", name) : out;
    }

    /**
     * Reports on the rows that exist.
     *
     * @param rows the files with the rows; null for that of the experiment's folder
     * @param variants the variants that the table should have; null for those of the rows
     */
    int report(CommandSpec spec, String name, @Nullable List<Path> rows, @Nullable List<String> variants)
            throws IOException {
        StatisticsReport report = StatisticsReport.read(rows == null ? List.of(folder(name).resolve("rows.jsonl")) : rows,
                tasks, variants, seeds == null ? null : seedValues());
        String text = report.write(folder(name));
        PrintWriter stdout = spec.commandLine().getOut();
        if (json) {
            Json.print(stdout, report.values());
        } else {
            stdout.println(text);
            stdout.println(folder(name).resolve("statistics.md"));
            stdout.flush();
        }
        return ExitCode.OK;
    }

    /** Writes the statistics of the experiment's rows beside its report. */
    void writeStatistics(String name, List<String> variants) throws IOException {
        Path folder = folder(name);
        StatisticsReport.read(List.of(folder.resolve("rows.jsonl")), tasks == null ? TEN : tasks, variants, seedValues())
                .write(folder);
    }

    /** The random seeds, one run for each. */
    List<Long> seedValues() {
        return seeds == null ? List.of(0L) : seeds.stream().map(Count::value).toList();
    }

    /** The environment steps of each run. */
    long steps(long usual) {
        return steps == null ? usual : steps.value();
    }

    /** The cores of each run. */
    int threads() {
        int cores = cluster.threads(threads);
        refuseNoThreads(cores);
        return cores;
    }

    /** The values of --set. */
    Map<String, String> values() {
        refuseOwn(values);
        return values;
    }

    /** The preset that all runs are based on. */
    String preset() {
        Presets.requireKnown(preset);
        return preset;
    }

    /** Returns the experiment's own values without those that --set overrides. */
    Map<String, String> unlessSet(Map<String, String> own) {
        return SetKeys.unlessSet(own, values);
    }

    /** The value of --set for a key; null if there is none. */
    @Nullable String setValue(String key) {
        return SetKeys.value(values, key);
    }

    /** Rejects --set for a key that an option controls. */
    void refuseSet(String key, String option) {
        throwIf(SetKeys.isSet(values, key), "'" + key + "' is not for --set: see " + option);
    }

    /** The experiment that these options describe. What a variant sets itself cannot be set for all. */
    Grid grid(String title, List<String> environments, List<Variant> variants) {
        variants.forEach(variant -> SetKeys.refuse(values, variant.values().keySet(), "variant " + variant.name()));
        int cores = threads();
        throwIf(episodes < 2, "--episodes=" + episodes + " is not possible, it must be at least 2");
        throwIf(steps != null && steps.value() < 1, "--steps must be at least 1");
        double limit = minutes != null ? minutes : steps != null ? 0 : 10;
        throwIf(!(limit >= 0), "--minutes=" + limit + " is not possible, it must be positive, or 0 for no limit");
        Budget budget = new Budget(steps == null ? 0 : steps.value(), limit, cores, episodes);
        return new Grid(title, environments, variants, seedValues(), preset(), values(), budget);
    }
}
