package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.options.Converters.Count;
import dev.advect.envs.humanoid.Goal;
import dev.advect.envs.humanoid.HumanoidBody;
import dev.advect.envs.humanoid.MotionClip;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.humanoid.TrackingReport;
import dev.advect.experiments.humanoid.TrackingSettings;
import dev.advect.experiments.humanoid.TrackingStudy;
import dev.advect.onpolicy.CriticView;
import dev.advect.train.Algorithm;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseIf;
import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;

/** The experiment on motion tracking under few goals. */
@Command(
        name = "humanoid",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a humanoid to track motions when all of its bodies, root and hands, or the root alone are given as goals, "
                + "and compares FPO with Gaussian PPO. Finished runs are skipped, an interrupted one continues.",
        footer = {"", "Examples:", "  advect reproduce humanoid --steps=6e6",
            "  advect reproduce humanoid --goals=all,root --clips=walk.bvh:0.1-2.8,stand --seeds=0,1,2"})
final class ReproduceHumanoidCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--goals", paramLabel = "NAME", split = ",",
            description = "Any of all, root-hands, root. Default: all three.")
    private List<String> goals = Arrays.stream(Goal.values()).map(Goal::label).toList();

    @Option(names = "--algos", paramLabel = "NAME", split = ",",
            description = "Any of ppo, fpo, fpo++. Default: ppo, fpo.")
    private List<Algorithm> algos = List.of(Algorithm.PPO, Algorithm.FPO);

    @Option(names = "--clips", paramLabel = "CLIP", split = ",", description = "Motions: static (ten made by code), tuning (three "
            + "others), the name of one of them, step or walk; or a BVH or AMASS file, FILE or FILE:FROM-TO in seconds. Default: static.")
    private List<String> clips = List.of("static");

    @Option(names = "--mirror", description = "Add the mirror image of every file's motion.")
    private boolean mirror;

    @Option(names = "--body", paramLabel = "NAME", description = "lite (29 hinges) or full (69). Default: lite.")
    private HumanoidBody body = HumanoidBody.LITE;

    @Option(names = "--critic", paramLabel = "NAME", description = "What the value network sees: full (everything, for all "
            + "algorithms) or masked (what the policy sees). Default: full.")
    private CriticView critic = CriticView.FULL;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of each run. Default: 8000000.")
    private Count steps = new Count(8_000_000);

    @Option(names = "--seeds", paramLabel = "N", split = ",", description = "Random seeds, one run for each. Default: 0.")
    private List<Count> seeds = List.of(new Count(0));

    @Option(names = "--episodes", paramLabel = "N",
            description = "Episodes of each motion in the final evaluation. Default: ${DEFAULT-VALUE}.")
    private int episodes = 16;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set a value of the configuration of every run that has the key; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--evaluate-only", description = "Train nothing: evaluate the checkpoints that are there.")
    private boolean evaluateOnly;

    @Option(names = "--out", paramLabel = "DIR", description = "The experiment's folder. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs", "humanoid");

    @Option(names = "--json", description = "Print the rows as one JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException, StoppedException {
        refuseNoThreads(threads);
        refuseOwn(values);
        refuseIf(episodes < 1, "--episodes=" + episodes + " is not possible, it must be at least 1");
        refuseIf(steps.value() < 1, "--steps must be at least 1");
        List<Algorithm> known = List.of(Algorithm.PPO, Algorithm.FPO, Algorithm.FPO_PLUS_PLUS);
        algos.forEach(algo -> refuseIf(!known.contains(algo), "--algos=" + algo + " is not possible here, only ppo, fpo and fpo++"));
        List<MotionClip> motions = new ArrayList<>();
        for (String clip : clips) {
            motions.addAll(ClipArguments.read(clip, mirror));
        }
        Map<Goal, TrackingTask> tasks = new LinkedHashMap<>();
        for (String goal : goals) {
            Goal told = Arrays.stream(Goal.values()).filter(one -> one.label().equals(goal.toLowerCase(Locale.ROOT))).findFirst()
                    .orElse(null);
            refuseIf(told == null, "unknown goal '" + goal + "'; there are all, root-hands and root");
            tasks.put(Objects.requireNonNull(told), new TrackingTask(body, told, motions));
        }
        Map<String, TrackingTask> byName = new LinkedHashMap<>();
        tasks.values().forEach(task -> byName.put(task.spec().name(), task));
        Grid grid = grid(List.copyOf(byName.keySet()));
        if (!evaluateOnly) {
            GridView.follow(spec, new GridRun(grid, out, name -> Objects.requireNonNull(byName.get(name))));
        }
        TrackingReport report = new TrackingStudy(out, tasks, episodes).evaluate(grid);
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            Json.print(print, report.rows().stream().map(row -> Json.object("goal", row.goal(), "algo", row.algo(), "seed", row.seed(),
                    "steps", row.steps(), "actions", row.actions(), "clip", row.clip(), "episodes", row.episodes(), "success",
                    row.success(), "strict_success", row.strictSuccess(), "alive", row.alive(), "strict_alive", row.strictAlive(),
                    "error", row.error(), "goal_error", row.goalError(), "reward", row.reward())).toList());
        } else {
            print.println(report.markdown());
            print.println(out.resolve("tracking.md"));
            print.flush();
        }
        return ExitCode.OK;
    }

    private Grid grid(List<String> names) {
        Map<String, String> common = new LinkedHashMap<>(TrackingSettings.COMMON);
        common.put("loop.critic", critic.name().toLowerCase(Locale.ROOT));
        List<Variant> variants = new ArrayList<>();
        for (Algorithm algo : algos) {
            Variant own = TrackingSettings.variant(algo);
            Map<String, String> all = new LinkedHashMap<>(common);
            all.putAll(own.values());
            all.keySet().removeIf(this::isSet);
            variants.add(new Variant(own.name(), algo, all));
        }
        return new Grid("Motion tracking under few goals", names, variants, seeds.stream().map(Count::value).toList(), "cpu", values,
                new Budget(steps.value(), 0, threads, 64));
    }

    /** Returns whether --set names the key, by its full path or without the first part of the path. */
    private boolean isSet(String key) {
        return values.containsKey(key) || values.containsKey(key.substring(key.indexOf('.') + 1));
    }
}
