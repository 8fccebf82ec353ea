package dev.advect.app;

import dev.advect.train.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Steps environments with random actions: no policy, no learning; observations, rewards and resets included. Set
 * against {@link Testspeed}, half of it before and half after.
 */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Environment steps per second under random actions; observations, rewards and resets included.",
            "Physics steps are all that were simulated, those of resets included. Where mujoco-testspeed is installed",
            "(Debian: libmujoco-samples), its figure for the same model on one thread, and",
            "ratio = physics steps per second / (threads x that figure)."
        },
        footer = {"", "Examples:", "  advect bench sim --env=cheetah-run --threads=2 --json",
            "  advect bench sim --all --seconds=3"})
final class BenchSimCommand implements Callable<Integer> {
    private static final double LONGEST_WARM_UP = 1;
    private static final List<String> COLUMNS = List.of("env", "env_steps_per_s", "physics_steps_per_s",
            "testspeed_steps_per_s", "testspeed_ratio", "alloc_bytes_per_step");

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--all", description = "All environments, one after the other: a table, or a JSON array.")
    private boolean all;

    @Override
    public Integer call() {
        if (!all) {
            options.print(spec.commandLine().getOut(), measure(options.env()));
            return ExitCode.OK;
        }
        if (spec.commandLine().getParseResult().hasMatchedOption("--env")) {
            throw new ConfigException("--all and --env exclude each other");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> rows = new ArrayList<>();
        if (!options.json()) {
            print(out, List.of("", "env steps/s", "physics steps/s", "testspeed", "ratio", "bytes/step"));
        }
        for (Environments.Entry env : Environments.all().values()) {
            Map<String, Object> row = measure(env);
            rows.add(row);
            if (!options.json()) {
                print(out, COLUMNS.stream().map(column -> BenchOptions.readable(row.get(column))).toList());
            }
        }
        if (options.json()) {
            Json.print(out, rows);
        }
        return ExitCode.OK;
    }

    private Map<String, Object> measure(Environments.Entry env) {
        int threads = options.threads();
        double seconds = options.seconds();
        try (SimBench bench = new SimBench(env, threads)) {
            double before = testspeed(bench, seconds / 2);
            bench.run(Math.min(seconds, LONGEST_WARM_UP));
            SimBench.Rate rate = bench.run(seconds);
            double testspeed = (before + testspeed(bench, seconds / 2)) / 2;
            return Json.object("env_steps_per_s", rate.envSteps(), "physics_steps_per_s", rate.physicsSteps(),
                    "alloc_bytes_per_step", rate.allocatedBytes(), "testspeed_steps_per_s", testspeed,
                    "testspeed_ratio", rate.physicsSteps() / (threads * testspeed), "threads", threads,
                    "env", env.spec().name());
        }
    }

    private static void print(PrintWriter out, List<String> cells) {
        out.println(Text.format("%-24s %12s %16s %12s %7s %11s", cells.toArray()));
        out.flush();
    }

    private static double testspeed(SimBench bench, double seconds) {
        return bench.model().map(model -> Testspeed.measure(model, seconds)).orElse(Double.NaN);
    }
}
