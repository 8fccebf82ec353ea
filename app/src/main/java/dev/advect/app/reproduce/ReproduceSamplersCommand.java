package dev.advect.app.reproduce;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Environments;
import dev.advect.experiments.SamplerSweep;
import dev.advect.experiments.SamplerSweep.Point;
import dev.advect.flow.Sampler;
import dev.advect.train.RunDirectory;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import static dev.advect.app.options.Refusals.refuseNoThreads;
import static dev.advect.config.InvalidValueException.throwIf;

/** The evaluation of policies with every sampler. */
@Command(
        name = "samplers",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Evaluates trained flow policies with every solver and several numbers of velocity-field "
                + "evaluations, whatever they were trained with. Finished measurements are skipped.",
        footer = {"", "Examples:", "  advect reproduce samplers --run=runs/cheetah-run-fpo-1",
            "  advect reproduce samplers --run=runs/cheetah-run-fpo-1,runs/cheetah-run-refpo-1 --samplers=euler "
                    + "--evaluations=1,2,5,10"})
final class ReproduceSamplersCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--run", paramLabel = "DIR", split = ",", required = true,
            description = "Folders of runs, whose best checkpoints are evaluated.")
    @SuppressWarnings("NullAway.Init")
    private List<Path> runs;

    @Option(names = "--samplers", paramLabel = "NAME", split = ",", description = "Solvers. Default: all.")
    private List<Sampler> samplers = List.of(Sampler.values());

    @Option(names = "--evaluations", paramLabel = "N", split = ",", description = "Evaluations of the velocity field per "
            + "action; a solver whose steps do not divide a number skips it. Default: 1,2,4,8,16.")
    private List<Integer> evaluations = List.of(1, 2, 4, 8, 16);

    @Option(names = "--episodes", paramLabel = "N",
            description = "Episodes of each evaluation. Default: ${DEFAULT-VALUE}.")
    private int episodes = 64;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--out", paramLabel = "DIR", description = "Folder for the results. Default: the first run's folder.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print one JSON array.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        throwIf(evaluations.stream().anyMatch(count -> count < 1), "--evaluations must all be at least 1");
        throwIf(episodes < 2, "--episodes=" + episodes + " is not possible, it must be at least 2");
        refuseNoThreads(threads);
        List<RunDirectory> directories = new ArrayList<>();
        for (Path run : runs) {
            directories.add(RunDirectory.open(run));
        }
        throwIf(runs.stream().map(run -> run.toAbsolutePath().normalize().getFileName()).distinct().count()
                < runs.size(), "--run: two folders have the same name");
        SamplerSweep sweep = new SamplerSweep(directories, samplers.stream().distinct().toList(),
                out == null ? runs.getFirst() : out);
        PrintWriter err = spec.commandLine().getErr();
        List<Point> points = sweep.run(env -> Environments.get(env).factory(),
                evaluations.stream().distinct().sorted().toList(), threads, episodes, point -> {
                    err.println(line(point));
                    err.flush();
                });
        print(points, sweep);
        return ExitCode.OK;
    }

    private void print(List<Point> points, SamplerSweep sweep) {
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            List<Map<String, Object>> rows = new ArrayList<>();
            points.forEach(point -> rows.add(Json.object("run", point.run(), "sampler", point.sampler(),
                    "steps", point.steps(), "evaluations", point.evaluations(), "mean", point.mean(), "se", point.se(),
                    "episodes", point.episodes())));
            Json.print(print, rows);
            return;
        }
        points.forEach(point -> print.println(line(point)));
        print.println(sweep.picture());
        print.flush();
    }

    private String line(Point point) {
        String run = runs.size() == 1 ? "" : point.run() + "  ";
        return run + Text.format("%-8s %3d steps %3d evaluations  return %s", point.sampler(),
                point.steps(), point.evaluations(), Text.returns(point.mean(), point.ci95(), point.episodes()));
    }
}
