package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Converters.Count;
import dev.advect.experiments.bandit.BanditGrid;
import dev.advect.experiments.bandit.BanditGrid.Setting;
import dev.advect.experiments.bandit.BanditGridPicture;
import dev.advect.experiments.bandit.BanditRow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;
import static dev.advect.config.InvalidValueException.throwIf;

/** The options shared by experiments that repeat the bandit study with many settings. */
final class BanditGridOptions {
    @Option(names = "--taus", paramLabel = "T", split = ",",
            description = "Sizes of the JKO step. Default: 2e-4,2e-3,2e-2,2e-1.")
    private List<Double> taus = List.of(2e-4, 2e-3, 2e-2, 2e-1);

    @Option(names = "--seeds", paramLabel = "N", split = ",", description = "Random seeds, one run for each. Default: 0.")
    private List<Count> seeds = List.of(new Count(0));

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps of every online phase. Default: 10000.")
    private Count steps = new Count(10_000);

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Set a value of every run's configuration; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "DIR", description = "The experiment's folder. Default: runs/<experiment>.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON array, an object a run.")
    private boolean json;

    List<Double> taus() {
        throwIf(taus.stream().anyMatch(tau -> !(tau > 0)), "--taus must all be positive");
        return taus.stream().distinct().toList();
    }

    /** Runs the missing runs, plots the results and prints them. */
    int run(CommandSpec spec, String name, String title, List<Setting> settings, boolean byRegularizer) throws IOException {
        refuseOwn(values);
        refuseNoThreads(threads);
        Path folder = out == null ? Path.of("runs", name) : out;
        PrintWriter err = spec.commandLine().getErr();
        List<Long> all = seeds.stream().map(Count::value).distinct().toList();
        List<BanditRow> rows = new BanditGrid(folder, settings, all, steps.value(), threads, values).run(row -> {
            err.println(line(row));
            err.flush();
        });
        Path picture = folder.resolve(name + ".png");
        BanditGridPicture.write(picture, title, rows, byRegularizer);
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            Json.print(print, rows.stream().map(BanditGridOptions::object).toList());
        } else {
            rows.forEach(row -> print.println(line(row)));
            print.println(picture);
            print.flush();
        }
        return ExitCode.OK;
    }

    private static String line(BanditRow row) {
        return Text.format("%-4s N %2d  tau %.0e  seed %d  reward %.2f -> %.2f  near %.2f  modes %d  W2 %.3f  path %.3f -> %.3f%s%s",
                row.regularizer(), row.blocks(), row.tau(), row.seed(), row.rewardBefore(), row.rewardAfter(), row.near(),
                row.modes(), row.w2Moved(), row.pathRatioBefore(), row.pathRatio(), row.diverged() ? "  diverged" : "",
                row.alarms().isEmpty() ? "" : "  " + row.alarms());
    }

    private static Map<String, Object> object(BanditRow row) {
        return Json.object("regularizer", row.regularizer(), "blocks", row.blocks(), "tau", row.tau(), "seed", row.seed(),
                "steps", row.steps(), "path_ratio_before", row.pathRatioBefore(), "path_ratio", row.pathRatio(),
                "modes", row.modes(), "near", row.near(), "reward_before", row.rewardBefore(),
                "reward_after", row.rewardAfter(), "w2_moved", row.w2Moved(), "diverged", row.diverged(),
                "alarms", row.alarms());
    }
}
