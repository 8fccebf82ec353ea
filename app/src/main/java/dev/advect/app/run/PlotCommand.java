package dev.advect.app.run;

import dev.advect.app.console.Outputs;
import dev.advect.config.InvalidValueException;
import dev.advect.plot.Curve;
import dev.advect.plot.Curve.Series;
import dev.advect.train.RunCurves;
import dev.advect.train.RunDirectory;
import dev.advect.train.RunException;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Plots learning curves. */
@Command(
        name = "plot",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Draws the learning curves of runs into one picture: the training episodes and the evaluations of a single "
                + "run, the evaluations of several.",
        footer = {
            "",
            "Example:",
            "  advect plot runs/cheetah-run-fpo-1 runs/cheetah-run-ppo-1 --out=fpo-and-ppo.png"
        })
public final class PlotCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DIR", arity = "1..*", description = "Folders of runs.")
    private List<Path> runs = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE.png", required = true, description = "The picture.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Override
    public Integer call() throws IOException {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new InvalidValueException("--out=" + file + " must end with .png");
        }
        Outputs.requireWritable(file);
        List<Series> series = new ArrayList<>();
        List<String> titles = new ArrayList<>();
        List<Path> distinct = runs.stream().distinct().toList();
        for (Path run : distinct) {
            RunDirectory directory = RunDirectory.open(run);
            String title = RunCurves.title(directory.config());
            titles.add(title);
            if (distinct.size() == 1) {
                series.addAll(RunCurves.of(directory));
            } else {
                Optional<Series> line = RunCurves.line(directory, name(run));
                line.ifPresentOrElse(series::add, () -> spec.commandLine().getErr().println(
                        "warning: " + run + " is not in the picture: no episode has ended in it yet"));
            }
        }
        if (series.isEmpty()) {
            throw new RunException("nothing to draw yet: no episode has ended in "
                    + runs.stream().map(Path::toString).collect(Collectors.joining(", ")));
        }
        String title = titles.stream().distinct().collect(Collectors.joining(" · "));
        Curve.write(file, title, "environment steps", "return", series);
        spec.commandLine().getOut().println(file);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    /** The name of a run's folder, or its whole path if two of the runs have the same name. */
    private String name(Path run) {
        String name = String.valueOf(run.getFileName());
        boolean unique = runs.stream().distinct().filter(other -> name.equals(String.valueOf(other.getFileName()))).count() == 1;
        return unique ? name : run.toString();
    }
}
