package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Converters.Count;
import dev.advect.experiments.bandit.BanditShift;
import dev.advect.experiments.bandit.BanditShift.Point;
import dev.advect.experiments.bandit.BanditShift.Variant;
import dev.advect.experiments.bandit.BanditShiftPicture;
import dev.advect.train.Nearest;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseIf;
import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.app.options.Refusals.refuseOwn;

/** The reward-shift study: which algorithms adapt, and what is lost in the process? */
@Command(
        name = "shift",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Pre-trains SWFP, DPPO, RLPD, Cal-QL and IBRL on the same draws from four Gaussians in the plane, "
                + "shifts the reward, and compares how they follow. Finished runs are skipped. For other tasks: "
                + "reproduce shift-task.",
        footer = {"", "Examples:", "  advect reproduce shift --seeds=0,1,2",
            "  advect reproduce shift --variants=dppo --set dppo.sigma=0.1 --out=runs/wider --json"})
final class ReproduceShiftCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--variants", paramLabel = "NAME", split = ",", description = "Any of swfp, swfp-reward-only (with "
            + "alpha 0), dppo, rlpd, calql, ibrl. Default: all.")
    private List<String> variants = Arrays.stream(Variant.values()).map(Variant::label).toList();

    @Option(names = "--steps", paramLabel = "N", description = "Environment steps after the shift. Default: 16000.")
    private Count steps = new Count(16_000);

    @Option(names = "--seeds", paramLabel = "N", split = ",", description = "Random seeds, one run for each. Default: 0.")
    private List<Count> seeds = List.of(new Count(0));

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set a value of the configuration; keys that one "
            + "algorithm has apply to it only. Repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "DIR", description = "The experiment's folder. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("runs", "shift");

    @Option(names = "--json", description = "Print one JSON array, an object a point.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        refuseOwn(values);
        refuseNoThreads(threads);
        List<String> names = Arrays.stream(Variant.values()).map(Variant::label).toList();
        variants.forEach(name -> refuseIf(
                !names.contains(name), "unknown variant '" + name + "'" + Nearest.hint(name, names)));
        List<Variant> compared = Arrays.stream(Variant.values()).filter(one -> variants.contains(one.label())).toList();
        PrintWriter err = spec.commandLine().getErr();
        List<Point> points = new BanditShift(out, steps.value(), threads, values).run(
                compared, seeds.stream().map(Count::value).distinct().toList(), point -> {
                    err.println(line(point));
                    err.flush();
                });
        Path picture = out.resolve("shift.png");
        BanditShiftPicture.write(picture, points);
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            Json.print(print, points.stream().map(point -> Json.object("variant", point.variant(), "seed", point.seed(),
                    "steps", point.steps(), "reward", point.reward(), "modes", point.modes(), "near", point.near(),
                    "w2_moved", point.w2Moved())).toList());
        } else {
            points.forEach(point -> print.println(line(point)));
            print.println(picture);
            print.flush();
        }
        return ExitCode.OK;
    }

    private static String line(Point point) {
        return Text.format("%-16s seed %d  %6d steps  reward %.2f  modes %d  near %.2f  W2 %.3f", point.variant(),
                point.seed(), point.steps(), point.reward(), point.modes(), point.near(), point.w2Moved());
    }
}
