package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.app.options.ExpertNoiseOptions;
import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.envs.ExpertEnv;
import dev.advect.experiments.ExpertNoise;
import dev.advect.experiments.ExpertRollout;
import dev.advect.experiments.Experts;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** The success rates of the scripted experts. */
@Command(
        name = "experts",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs the scripted experts of the manipulation tasks and counts their successes.",
        footer = {"", "Examples:", "  advect reproduce experts --json",
            "  advect reproduce experts --tasks=can --episodes=50 --noise=0.3"})
final class ReproduceExpertsCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--tasks", paramLabel = "NAME", split = ",", description = "Environments. Default: ${DEFAULT-VALUE}.")
    private List<String> tasks = List.of("lift", "can", "square", "transport", "kitchen-microwave", "kitchen-kettle",
            "kitchen-bottom-burner", "kitchen-top-burner", "kitchen-light-switch", "kitchen-slide-cabinet",
            "kitchen-hinge-cabinet", "kitchen-complete", "kitchen-mixed", "calvin-open_drawer", "calvin-close_drawer",
            "calvin-move_slider_left", "calvin-move_slider_right", "calvin-turn_on_lightbulb", "calvin-turn_off_lightbulb",
            "calvin-turn_on_led", "calvin-turn_off_led", "calvin-lift_red_block_table", "calvin-lift_blue_block_slider",
            "calvin-lift_pink_block_drawer", "calvin-rotate_red_block_left", "calvin-push_blue_block_right",
            "calvin-place_in_slider", "calvin-place_in_drawer", "calvin-stack_block", "calvin-unstack_block",
            "calvin-push_into_drawer");

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes of each task. Default: ${DEFAULT-VALUE}.")
    private int episodes = 200;

    @Mixin
    private ExpertNoiseOptions noise = new ExpertNoiseOptions();

    @Option(names = "--seed", paramLabel = "N", description = "Random seed. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        if (episodes < 1) {
            throw new InvalidValueException("--episodes=" + episodes + " is not possible, it must be at least 1");
        }
        ExpertNoise disturbance = noise.noise(0);
        PrintWriter out = spec.commandLine().getOut();
        Map<String, Object> rows = new LinkedHashMap<>();
        for (String task : tasks) {
            try (Env env = Environments.get(task).factory().create()) {
                ExpertEnv expert = Experts.require(env);
                ExpertRollout rollout = new ExpertRollout(expert, disturbance, seed.value());
                rollout.run(episodes);
                double success = rollout.successes() / (double) episodes;
                rows.put(task, Json.object("success", success, "episodes", episodes, "mean_steps", rollout.meanSteps(),
                        "diverged", rollout.divergences()));
                if (!json) {
                    out.println(Text.format("%-30s %5.1f %% of %d episodes, %.0f steps on average", task, 100 * success,
                            episodes, rollout.meanSteps()));
                    out.flush();
                }
            }
        }
        if (json) {
            Json.print(out, rows);
        }
        return ExitCode.OK;
    }
}
