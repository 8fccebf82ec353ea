package dev.advect.app.reproduce;

import dev.advect.app.bench.BenchOptions;
import dev.advect.app.console.Json;
import dev.advect.app.console.Outputs;
import dev.advect.app.console.Text;
import dev.advect.app.options.Converters.Count;
import dev.advect.experiments.bandit.BanditNumbers;
import dev.advect.experiments.bandit.BanditPicture;
import dev.advect.experiments.bandit.BanditStudy;
import dev.advect.train.RunConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;

/** The bandit study of SWFP: do particles move in straight lines, and are all modes kept? */
@Command(
        name = "bandit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pre-trains a stepwise flow policy on a mixture of four Gaussians in the plane, shifts the reward, "
                + "improves the policy online, and reports how straight the particles' paths are and whether a mode "
                + "was lost.",
        footer = {"", "Examples:", "  advect reproduce bandit",
            "  advect reproduce bandit --set swfp.blocks=10 --set swfp.mode=sequential --json"})
final class ReproduceBanditCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of the online phase. Default: 10000.")
    private Count steps = new Count(10_000);

    @Option(names = "--seed", paramLabel = "N", description = "Random seed. Default: 0.")
    private Count seed = new Count(0);

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set a value of the configuration; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "FILE", description = "The picture, a PNG. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs", "bandit.png");

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        refuseOwn(values);
        refuseNoThreads(threads);
        RunConfig config = BanditStudy.config(steps.value(), seed.value(), threads, values);
        if (out.getParent() != null) {
            Files.createDirectories(out.getParent());
        }
        Outputs.requireWritable(out);
        PrintWriter print = spec.commandLine().getOut();
        try (BanditStudy study = new BanditStudy(config)) {
            study.pretrain();
            float[][] before = study.paths();
            study.improve();
            float[][] after = study.paths();
            study.warnings().forEach(warning -> spec.commandLine().getErr().println("warning: " + warning));
            BanditPicture.write(out, before, after);
            Map<String, Object> numbers = values(study.numbers(before, after));
            if (json) {
                Json.print(print, numbers);
            } else {
                numbers.forEach((key, value) -> print.println(
                        Text.format("%-20s %s", key.replace('_', ' '), BenchOptions.readable(value))));
                print.println(out);
            }
            print.flush();
        }
        return ExitCode.OK;
    }

    /** The numbers as {@code --json} prints them. */
    private static Map<String, Object> values(BanditNumbers numbers) {
        return Json.object("path_ratio", numbers.pathRatio(), "modes_covered", numbers.modesCovered(),
                "modes_total", numbers.modesTotal(), "diverged", numbers.diverged(),
                "path_ratio_before", numbers.pathRatioBefore(), "reward_before", numbers.rewardBefore(),
                "reward_after", numbers.rewardAfter(), "near_a_mode", numbers.nearAMode(), "w2_moved", numbers.w2Moved(),
                "displacements", numbers.displacements());
    }
}
