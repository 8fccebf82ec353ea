package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.CheckpointOption;
import dev.advect.app.options.Environments;
import dev.advect.experiments.critic.Calibration;
import dev.advect.experiments.critic.CriticStudy;
import dev.advect.offpolicy.critic.Steering;
import dev.advect.train.Evaluation;
import dev.advect.train.RunDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.config.InvalidValueException.throwIf;

/** A look at what the critic of a finished run knows. */
@Command(
        name = "critic",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Looks at the critic of a finished off-policy run: whether its values are right, whether their gradient leads "
                + "towards the mean of the policy's actions, and what the policy gains where the critic has a say in its actions.",
        footer = {"", "Examples:", "  advect reproduce critic --run=runs/can-until-success-swfp-1",
            "  advect reproduce critic --run=runs/can-until-success-swfp-1 --checkpoint=latest --episodes=200"})
final class ReproduceCriticCommand implements Callable<Integer> {
    private static final long SEED = 0xc71c;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--run", paramLabel = "DIR", required = true, description = "The run's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path run;

    @Option(names = "--episodes", paramLabel = "N", description = "Episodes of each way to act. Default: ${DEFAULT-VALUE}.")
    private int episodes = 64;

    @Mixin
    private CheckpointOption checkpoint = new CheckpointOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        throwIf(episodes < 2, "--episodes=" + episodes + " is not possible, it must be at least 2");
        RunDirectory directory = RunDirectory.open(run);
        PrintWriter print = spec.commandLine().getOut();
        try (CriticStudy study = new CriticStudy(directory, checkpoint.in(directory),
                Environments.get(directory.config().env()).factory())) {
            Calibration calibration = study.calibrate(episodes, SEED);
            if (!json) {
                show(print, study.step(), calibration);
            }
            List<Map<String, Object>> ways = new ArrayList<>();
            for (Steering way : Steering.ALL) {
                Evaluation evaluation = study.evaluate(way, episodes, SEED);
                ways.add(Json.object("way", way.toString(), "mean", evaluation.mean(), "se", evaluation.se()));
                if (!json) {
                    print.println(Text.format("%-40s return %s", way,
                            Text.returns(evaluation.mean(), evaluation.ci95(), episodes)));
                    print.flush();
                }
            }
            if (json) {
                Json.print(print, Json.object("step", study.step(), "episodes", episodes, "decisions", calibration.decisions(),
                        "bins", calibration.bins(), "correlation", calibration.correlation(), "cosine", calibration.cosine(),
                        "gain", calibration.gain(), "ways", ways));
            }
        }
        return ExitCode.OK;
    }

    private static void show(PrintWriter print, long step, Calibration calibration) {
        print.println(Text.format("checkpoint at %s steps, %d decisions", Text.steps(step), calibration.decisions()));
        print.println();
        print.println("tenth by value   value   discounted return");
        for (int i = 0; i < calibration.bins().size(); i++) {
            Calibration.Bin bin = calibration.bins().get(i);
            print.println(Text.format("%14d  %6.3f  %18.3f", i + 1, bin.value(), bin.discountedReturn()));
        }
        print.println();
        print.println(Text.format("correlation of values and returns: %.3f", calibration.correlation()));
        print.println(Text.format("cosine of the value's gradient with the way to the policy's mean action: %.3f", calibration.cosine()));
        print.println(Text.format("value of the mean action less that of the action drawn: %.4f", calibration.gain()));
        print.println();
        print.flush();
    }
}
