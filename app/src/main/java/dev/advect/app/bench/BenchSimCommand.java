package dev.advect.app.bench;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Environments;
import dev.advect.config.InvalidValueException;
import dev.advect.envs.SimulatedEnv;
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
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;

/**
 * Steps environments with random actions, including observations, rewards and resets but no policy and no learning. The
 * result is compared with {@link Testspeed}; the two are measured alternately, because the load of a machine changes
 * over time.
 */
@Command(
        name = "sim",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Environment steps per second under random actions; observations, rewards and resets included.",
            "Physics steps are all that were simulated, those of resets included. Where mujoco-testspeed is installed",
            "(Debian: libmujoco-samples), its figure for the same model on one thread, taken in turn with ours, and",
            "ratio = physics steps per second / (threads x that figure); the CPU ratio is the same by processor time,",
            "which other programs on the machine disturb less. The bare figures are of MuJoCo's steps alone, from the",
            "states and controls of the environment, and need no tool. Bytes are those allocated on the Java heap."
        },
        footer = {"", "Examples:", "  advect bench sim --env=cheetah-run --threads=2 --json",
            "  advect bench sim --all --seconds=3"})
final class BenchSimCommand implements Callable<Integer> {
    private static final double LONGEST_WARM_UP = 1;
    private static final int ROUNDS = 5;
    private static final List<String> COLUMNS = List.of("env", "env_steps_per_s", "physics_steps_per_s",
            "testspeed_steps_per_s", "testspeed_ratio", "testspeed_cpu_ratio", "bare_ratio", "bare_cpu_ratio",
            "alloc_bytes_per_step");
    private static final String ABSENT = Testspeed.TOOL + " is not installed (Debian: libmujoco-samples): no ratios";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--all", description = "All environments, one after the other: a table, or a JSON array.")
    private boolean all;

    private final boolean compared = Testspeed.isInstalled(Objects.requireNonNullElse(System.getenv("PATH"), ""));

    @Override
    public Integer call() {
        if (!all) {
            options.print(spec.commandLine().getOut(), measure(options.env()));
            return ExitCode.OK;
        }
        if (spec.commandLine().getParseResult().hasMatchedOption("--env")) {
            throw new InvalidValueException("--all and --env exclude each other");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Map<String, Object>> rows = new ArrayList<>();
        if (!options.json()) {
            print(out, List.of("", "env steps/s", "physics steps/s", "testspeed", "ratio", "CPU ratio", "bare", "bare CPU",
                    "bytes/step"));
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
        } else if (!compared) {
            out.println(ABSENT);
            out.flush();
        }
        return ExitCode.OK;
    }

    private Map<String, Object> measure(Environments.Entry env) {
        int threads = options.threads();
        try (SimBench bench = new SimBench(env, threads)) {
            List<SimBench.Rate> ours = new ArrayList<>();
            List<Testspeed.Rate> theirs = new ArrayList<>();
            List<BareLoop.Rate> bare = new ArrayList<>();
            measure(env, bench, ours, theirs, bare);
            double physics = median(ours, SimBench.Rate::physicsSteps);
            Map<String, Object> row = Json.object("env_steps_per_s", median(ours, SimBench.Rate::envSteps),
                    "physics_steps_per_s", physics,
                    "physics_steps_per_cpu_s", median(ours, SimBench.Rate::physicsStepsPerCpu),
                    "alloc_bytes_per_step", median(ours, SimBench.Rate::allocatedBytes),
                    "threads", threads, "env", env.spec().name());
            if (!compared) {
                row.put("testspeed", ABSENT);
            } else if (bench.model().isEmpty()) {
                row.put("testspeed", "no MuJoCo model: no ratios");
            } else {
                double testspeed = median(theirs, Testspeed.Rate::steps);
                row.put("testspeed_steps_per_s", testspeed);
                row.put("testspeed_ratio", physics / (threads * testspeed));
                row.put("testspeed_cpu_ratio", median(ours, SimBench.Rate::physicsStepsPerCpu)
                        / median(theirs, Testspeed.Rate::stepsPerCpu));
            }
            if (!bare.isEmpty()) {
                double loop = median(bare, BareLoop.Rate::steps);
                row.put("bare_steps_per_s", loop);
                row.put("bare_ratio", physics / (threads * loop));
                row.put("bare_cpu_ratio", median(ours, SimBench.Rate::physicsStepsPerCpu)
                        / median(bare, BareLoop.Rate::stepsPerCpu));
            }
            return row;
        }
    }

    /** Measures both alternately, after a warm-up. */
    private void measure(Environments.Entry env, SimBench bench, List<SimBench.Rate> ours, List<Testspeed.Rate> theirs,
            List<BareLoop.Rate> bare) {
        double seconds = options.seconds();
        bench.run(Math.min(seconds, LONGEST_WARM_UP));
        try (Testspeed testspeed = compared ? bench.model().map(Testspeed::new).orElse(null) : null;
                BareLoop loop = bench.model().isPresent() && env.factory().create() instanceof SimulatedEnv simulation
                        ? new BareLoop(simulation) : null) {
            for (int round = 0; round < ROUNDS; round++) {
                ours.add(bench.run(seconds / ROUNDS));
                if (testspeed != null) {
                    theirs.add(testspeed.measure(seconds / ROUNDS));
                }
                if (loop != null) {
                    bare.add(loop.measure(seconds / ROUNDS));
                }
            }
        }
    }

    private static <T> double median(List<T> rounds, ToDoubleFunction<T> figure) {
        return BenchOptions.quantile(rounds.stream().mapToDouble(figure).toArray(), 0.5);
    }

    private static void print(PrintWriter out, List<String> cells) {
        out.println(Text.format("%-24s %12s %16s %12s %7s %10s %7s %9s %11s", cells.toArray()));
        out.flush();
    }
}
