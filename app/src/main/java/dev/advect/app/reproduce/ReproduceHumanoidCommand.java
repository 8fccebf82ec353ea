package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.StoppedException;
import dev.advect.app.options.ClipArguments;
import dev.advect.app.options.Converters.Count;
import dev.advect.envs.humanoid.Goal;
import dev.advect.envs.humanoid.HumanoidBody;
import dev.advect.envs.humanoid.MotionClip;
import dev.advect.envs.humanoid.TrackingTask;
import dev.advect.experiments.RecordLines;
import dev.advect.experiments.SetKeys;
import dev.advect.experiments.grid.Budget;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.GridRun;
import dev.advect.experiments.grid.Variant;
import dev.advect.experiments.humanoid.Modes;
import dev.advect.experiments.humanoid.MotionList;
import dev.advect.experiments.humanoid.TrackingReport;
import dev.advect.experiments.humanoid.TrackingRow;
import dev.advect.experiments.humanoid.TrackingSettings;
import dev.advect.experiments.humanoid.TrackingStudy;
import dev.advect.experiments.humanoid.TrackingTuning;
import dev.advect.io.AtomicFile;
import dev.advect.onpolicy.CriticView;
import dev.advect.train.Algorithm;
import org.jspecify.annotations.Nullable;
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

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;
import static dev.advect.config.InvalidValueException.throwIf;

/** The experiment on motion tracking under few goals. */
@Command(
        name = "humanoid",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains a humanoid to track motions when all of its bodies, root and hands, or the root alone are given as goals, "
                + "and compares FPO with Gaussian PPO. Finished runs are skipped, an interrupted one continues.",
        footer = {"", "Examples:", "  advect reproduce humanoid --steps=6e6",
            "  advect reproduce humanoid --goals=all,root --clips=walk.bvh:0.1-2.8,stand --seeds=0,1,2",
            "  advect reproduce humanoid --goals=all,root --clips=cmu-walk --mirror --steps=40e6 --out=runs/humanoid-walk",
            "  advect reproduce humanoid --tuning",
            "  advect reproduce humanoid --tuned=runs/humanoid-tuning"})
final class ReproduceHumanoidCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--goals", paramLabel = "NAME", split = ",",
            description = "Any of all, root-hands, root. Default: all three; of --tuning all and root.")
    private @Nullable List<String> goals;

    @Option(names = "--algos", paramLabel = "NAME", split = ",",
            description = "Any of ppo, fpo, fpo++. Default: ppo, fpo.")
    private List<Algorithm> algos = List.of(Algorithm.PPO, Algorithm.FPO);

    @Option(names = "--clips", paramLabel = "CLIP", split = ",", description = "Motions: static (ten made by code), tuning (three "
            + "others), the name of one of them, step, walk, or cmu-walk; or a BVH or AMASS file, FILE or FILE:FROM-TO in seconds. "
            + "Default: static; of --tuning tuning.")
    private @Nullable List<String> clips;

    @Option(names = "--mirror", description = "Add the mirror image of every recorded motion.")
    private boolean mirror;

    @Option(names = "--tuning", description = "Train every algorithm with the same trials of settings, instead of the experiment, and "
            + "list their scores.")
    private boolean tuning;

    @Option(names = "--tuned", paramLabel = "DIR", description = "Train every algorithm with the best of the settings that were tried "
            + "there by --tuning.")
    private @Nullable Path tuned;

    @Option(names = "--body", paramLabel = "NAME", description = "lite (29 hinges) or full (69). Default: lite.")
    private HumanoidBody body = HumanoidBody.LITE;

    @Option(names = "--critic", paramLabel = "NAME", description = "What the value network sees: full (everything, for all "
            + "algorithms) or masked (what the policy sees). Default: full.")
    private CriticView critic = CriticView.FULL;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of each run. Default: 8000000; of --tuning 1000000.")
    private @Nullable Count steps;

    @Option(names = "--seeds", paramLabel = "N", split = ",", description = "Random seeds, one run for each. Default: 0.")
    private List<Count> seeds = List.of(new Count(0));

    @Option(names = "--episodes", paramLabel = "N",
            description = "Episodes of each motion in the final evaluation with stochastic actions. Default: ${DEFAULT-VALUE}.")
    private int episodes = 64;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set a value of the configuration of every run that has the key; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--evaluate-only", description = "Train nothing: evaluate the checkpoints that are there.")
    private boolean evaluateOnly;

    @Option(names = "--out", paramLabel = "DIR",
            description = "The experiment's folder. Default: runs/humanoid; of --tuning runs/humanoid-tuning.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the rows as one JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException, StoppedException {
        refuseNoThreads(threads);
        refuseOwn(values);
        throwIf(episodes < 1, "--episodes=" + episodes + " is not possible, it must be at least 1");
        throwIf(steps != null && steps.value() < 1, "--steps must be at least 1");
        throwIf(tuning && tuned != null, "--tuning and --tuned exclude each other: one makes the trials, the other uses the best");
        List<Algorithm> known = List.of(Algorithm.PPO, Algorithm.FPO, Algorithm.FPO_PLUS_PLUS);
        algos.forEach(algo -> throwIf(!known.contains(algo), "--algos=" + algo + " is not possible here, only ppo, fpo and fpo++"));
        List<MotionClip> motions = new ArrayList<>();
        for (String clip : clips != null ? clips : List.of(tuning ? "tuning" : "static")) {
            motions.addAll(ClipArguments.read(clip, mirror));
        }
        MotionList.requireDistinct(motions);
        Map<Goal, TrackingTask> tasks = new LinkedHashMap<>();
        for (Goal goal : goals()) {
            tasks.put(goal, new TrackingTask(body, goal, motions));
        }
        Map<String, TrackingTask> byName = new LinkedHashMap<>();
        tasks.values().forEach(task -> byName.put(task.spec().name(), task));
        Grid grid = grid(List.copyOf(byName.keySet()));
        Path folder = out != null ? out : Path.of("runs", tuning ? "humanoid-tuning" : "humanoid");
        if (!evaluateOnly) {
            MotionList.noteOrRequire(folder, motions);
            GridView.follow(spec, new GridRun(grid, folder, name -> Objects.requireNonNull(byName.get(name))));
        }
        TrackingReport report = new TrackingStudy(folder, tasks, episodes).evaluate(grid);
        if (tuning) {
            AtomicFile.writeString(folder.resolve("tuning.md"), TrackingTuning.markdown(algos, report));
        }
        print(report, folder);
        return ExitCode.OK;
    }

    private List<Goal> goals() {
        if (goals == null) {
            return tuning ? List.of(Goal.ALL, Goal.ROOT) : List.of(Goal.values());
        }
        List<Goal> told = new ArrayList<>();
        for (String goal : goals) {
            List<Goal> named = Arrays.stream(Goal.values()).filter(one -> one.label().equals(goal.toLowerCase(Locale.ROOT))).toList();
            throwIf(named.isEmpty(), "unknown goal '" + goal + "'; there are all, root-hands and root");
            told.addAll(named);
        }
        return told;
    }

    private void print(TrackingReport report, Path folder) {
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            Json.print(print, report.rows().stream().map(ReproduceHumanoidCommand::json).toList());
        } else {
            print.println(tuning ? TrackingTuning.markdown(algos, report) : report.markdown());
            print.println(folder.resolve(tuning ? "tuning.md" : "tracking.md"));
            print.flush();
        }
    }

    private static Map<String, Object> json(TrackingRow row) {
        Map<String, Object> object = Json.object("goal", row.goal(), "algo", row.algo(), "seed", row.seed(),
                "steps", row.steps(), "actions", row.actions(), "clip", row.clip(), "episodes", row.episodes(), "success",
                row.success(), "strict_success", row.strictSuccess(), "alive", row.alive(), "strict_alive", row.strictAlive(),
                "error", row.error(), "goal_error", row.goalError(), "reward", row.reward());
        Modes modes = row.modes();
        if (modes != null) {
            object.put("modes", RecordLines.values(modes));
        }
        return object;
    }

    private Grid grid(List<String> names) throws IOException {
        List<Variant> variants = new ArrayList<>();
        for (Algorithm algo : algos) {
            variants.addAll(variants(algo));
        }
        long wanted = steps != null ? steps.value() : tuning ? 1_000_000 : 8_000_000;
        return new Grid("Motion tracking under few goals", names, variants, seeds.stream().map(Count::value).toList(), "cpu", values,
                new Budget(wanted, 0, threads, Math.max(2, episodes)));
    }

    private List<Variant> variants(Algorithm algo) throws IOException {
        Map<String, String> common = new LinkedHashMap<>(TrackingSettings.COMMON);
        common.put("loop.critic", critic.name().toLowerCase(Locale.ROOT));
        Variant own = TrackingSettings.variant(algo);
        common.putAll(own.values());
        Variant base = new Variant(own.name(), algo, common);
        if (tuning) {
            List<TrackingTuning> trials = TrackingTuning.trials(algo);
            trials.forEach(trial -> SetKeys.refuse(values, trial.values().keySet(), "--tuning"));
            return trials.stream().map(trial -> unset(trial.on(base))).toList();
        }
        return List.of(unset(tuned == null ? base : TrackingTuning.chosen(algo, tuned).over(base)));
    }

    /** The variant without the values that --set replaces. */
    private Variant unset(Variant variant) {
        return new Variant(variant.name(), variant.algo(), SetKeys.unlessSet(variant.values(), values));
    }
}
