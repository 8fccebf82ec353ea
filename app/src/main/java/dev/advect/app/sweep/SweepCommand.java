package dev.advect.app.sweep;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.console.Text;
import dev.advect.app.options.ClusterOption;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.config.InvalidValueException;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.runs.LocalRuns;
import dev.advect.experiments.runs.RunExecutor;
import dev.advect.experiments.sweep.Asha;
import dev.advect.experiments.sweep.Distribution;
import dev.advect.experiments.sweep.Proposals;
import dev.advect.experiments.sweep.SweepReport;
import dev.advect.experiments.sweep.SweepRun;
import dev.advect.experiments.sweep.SweepSettings;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
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
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;
import static dev.advect.config.InvalidValueException.throwIf;

/** Searches for good values of a configuration. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Searches for good values of a configuration: proposes combinations, trains each for a short time, and "
                + "lets only the best go on. The best few are repeated with other seeds, and the best one is compared with the "
                + "preset. A sweep that was stopped or killed continues with the same command.",
        footer = {
            "",
            "Examples:",
            "  advect sweep --env=cartpole-balance --set 'loop.learningRate=log(1e-4,1e-2)' --minutes=1",
            "  advect sweep --env=cheetah-run --algo=fpo --set 'loop.learningRate=log(1e-4,1e-2)' \\",
            "      --set 'fpo.clip={0.05,0.1,0.2}' --set 'loop.epochs=int(2,10)' --trials=32 --minutes=3",
            "",
            "--set takes log(a,b), uniform(a,b), int(a,b) and {a,b,c}; any other value is the same in all trials."
        })
public final class SweepCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--env", paramLabel = "NAME", description = "Environment. Default: ${DEFAULT-VALUE}.")
    private String env = "cheetah-run";

    @Option(names = "--algo", paramLabel = "NAME", description = "Algorithm. Default: ${DEFAULT-VALUE}.")
    private Algorithm algo = Algorithm.FPO;

    @Option(names = "--preset", paramLabel = "NAME",
            description = "Preset that all trials start from: cpu or paper. Default: ${DEFAULT-VALUE}.")
    private String preset = "cpu";

    @Option(names = "--set", paramLabel = "KEY=VALUES", description = "Search for a key's value, or set it; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--trials", paramLabel = "N", description = "Combinations to try. Default: ${DEFAULT-VALUE}.")
    private int trials = 32;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of a trial that is not stopped early. "
            + "Default: no limit.")
    private @Nullable Count steps;

    @Option(names = "--minutes", paramLabel = "M", description = "Minutes of training of a trial that is not stopped early. "
            + "Default: 3, and no limit where --steps is given.")
    private @Nullable Double minutes;

    @Option(names = "--rungs", paramLabel = "N",
            description = "Stages of a trial, after each of which only the best go on. Default: ${DEFAULT-VALUE}.")
    private int rungs = 3;

    @Option(names = "--eta", paramLabel = "N",
            description = "Of this many trials, one goes on, with this many times the budget. Default: ${DEFAULT-VALUE}.")
    private int eta = 3;

    @Option(names = "--proposals", paramLabel = "NAME", description = "How combinations are proposed: tpe, by the results so "
            + "far, or random. Default: tpe.")
    private String proposals = "tpe";

    @Option(names = "--finalists", paramLabel = "N",
            description = "Trials that are repeated with other seeds. Default: ${DEFAULT-VALUE}.")
    private int finalists = 3;

    @Option(names = "--seeds", paramLabel = "N",
            description = "Seeds of the repetitions, and again of the final comparison. Default: ${DEFAULT-VALUE}.")
    private int seeds = 3;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed. Default: 0.")
    private @Nullable Count seed;

    @Option(names = "--episodes", paramLabel = "N",
            description = "Episodes of each evaluation in the repetitions and the final comparison. Default: ${DEFAULT-VALUE}.")
    private int episodes = 64;

    @Option(names = "--parallel", paramLabel = "N",
            description = "Trials at the same time. Default: 1; on a cluster, as many as it has room for.")
    private @Nullable Integer parallel;

    @Option(names = "--threads", paramLabel = "N", description = "Cores of each trial. Default: all, shared by those at the "
            + "same time; on a cluster, 1.")
    private @Nullable Integer threads;

    @Mixin
    private ClusterOption cluster = new ClusterOption();

    @Option(names = "--out", paramLabel = "DIR", description = "The sweep's folder. Default: runs/sweep-<env>-<algo>.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException, StoppedException {
        SweepSettings settings = settings();
        Path folder = out == null ? Path.of("runs", "sweep-" + env.replaceAll("[^\\w.-]+", "-") + "-" + algo) : out;
        RunExecutor local = new LocalRuns(task -> Environments.get(task).factory(), parallel == null ? 1 : parallel);
        try (SweepRun run = new SweepRun(settings, folder, task -> Environments.get(task).factory());
                RunExecutor executor =
                        cluster.connect(spec, folder, settings.budget().threads(), parallel == null ? 0 : parallel, local)) {
            print(SweepView.follow(spec, run, executor));
        }
        return ExitCode.OK;
    }

    private SweepSettings settings() {
        Environments.get(env);
        refuseOwn(values);
        throwIf(parallel != null && parallel < 1, "--parallel=" + parallel + " is not possible, it must be at least 1");
        throwIf(episodes < 2, "--episodes=" + episodes + " is not possible, it must be at least 2");
        throwIf(steps != null && steps.value() < 1, "--steps must be at least 1");
        double limit = minutes != null ? minutes : steps != null ? 0 : 3;
        throwIf(!(limit > 0) && steps == null, "--minutes=" + limit + " is not possible, it must be positive");
        int cores = threads != null || cluster.isGiven() || parallel == null ? cluster.threads(threads)
                : Math.max(1, cluster.threads(null) / parallel);
        refuseNoThreads(cores);
        Map<String, String> fixed = new LinkedHashMap<>();
        Map<String, String> searched = new LinkedHashMap<>();
        values.forEach((key, value) -> (Distribution.isOne(value) ? searched : fixed).put(key, value));
        Budget budget = new Budget(steps == null ? 0 : steps.value(), limit, cores, episodes);
        return new SweepSettings(env, algo, preset, fixed, searched, new Asha(rungs, eta), proposals(),
                seed == null ? 0 : seed.value(), trials, finalists, seeds, budget);
    }

    private Proposals proposals() {
        for (Proposals kind : Proposals.values()) {
            if (ConfigYaml.name(kind).equals(proposals)) {
                return kind;
            }
        }
        throw new InvalidValueException("unknown proposals '" + proposals + "' (known: tpe, random)");
    }

    private void print(SweepReport report) {
        PrintWriter stdout = spec.commandLine().getOut();
        if (json) {
            Json.print(stdout, report.values());
            return;
        }
        stdout.println(report.markdown());
        stdout.println(report.folder().resolve("sweep.md"));
        stdout.println(Text.format("next        %s", Text.command("train", "--config=" + report.preset())));
        stdout.flush();
    }
}
