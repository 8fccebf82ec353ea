package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.app.options.ExpertNoiseOptions;
import dev.advect.data.DemonstrationFile;
import dev.advect.env.Env;
import dev.advect.experiments.ExpertNoise;
import dev.advect.experiments.ExpertRollout;
import dev.advect.experiments.Experts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** The demonstrations from which the studies on the arm start. */
@Command(
        name = "arm-data",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Records the scripted experts of the manipulation tasks with noise on their actions, so that a clone of "
                + "them succeeds sometimes, and fine-tuning has something to improve. Failed episodes are kept. A file that "
                + "exists stays as it is.",
        footer = {"", "Examples:", "  advect reproduce arm-data",
            "  advect reproduce arm-data --tasks=square-until-success --episodes=200 --noise=0 --out=runs/clean"})
final class ReproduceArmDataCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--tasks", paramLabel = "NAME", split = ",", description = "Environments. Default: ${DEFAULT-VALUE}.")
    private List<String> tasks = List.of("lift-until-success", "can-until-success", "square-until-success", "kitchen-mixed");

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes of each task. Default: ${DEFAULT-VALUE}.")
    private int episodes = 50;

    @Mixin
    private ExpertNoiseOptions noise = new ExpertNoiseOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Random seed. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--out", paramLabel = "DIR", description = "Folder of the files. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs", "arm-data");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        throwIf(episodes < 1, "--episodes=" + episodes + " is not possible, it must be at least 1");
        ExpertNoise disturbance = noise.noise(0.6);
        PrintWriter print = spec.commandLine().getOut();
        Files.createDirectories(out);
        Map<String, Object> rows = new LinkedHashMap<>();
        for (String task : tasks) {
            Path file = ArmOptions.file(out, task);
            if (Files.exists(file)) {
                rows.put(task, Json.object("file", file.toString(), "recorded", false));
                say(print, file + " exists");
                continue;
            }
            try (Env env = Environments.get(task).factory().create()) {
                ExpertRollout rollout = new ExpertRollout(Experts.require(env), disturbance, seed.value());
                rollout.run(episodes);
                DemonstrationFile.write(file, rollout.demonstrations(), task);
                rows.put(task, Json.object("file", file.toString(), "recorded", true, "episodes", episodes, "successes",
                        rollout.successes(), "mean_steps", rollout.meanSteps()));
                say(print, Text.format("%s: %d episodes, %d successful, %.0f steps on average", file, episodes,
                        rollout.successes(), rollout.meanSteps()));
            }
        }
        if (json) {
            Json.print(print, rows);
        }
        return ExitCode.OK;
    }

    private void say(PrintWriter print, String line) {
        if (!json) {
            print.println(line);
            print.flush();
        }
    }
}
