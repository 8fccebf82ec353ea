package dev.advect.app.bench;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Environments;
import dev.advect.config.InvalidValueException;
import dev.advect.onpolicy.OnPolicyConfig;
import dev.advect.onpolicy.OnPolicySettings;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Nearest;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Measures scaling curves of FPO: how training speed depends on one quantity at a time. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Steps per second of simulating, collecting, learning and training against the number of environments,",
            "threads, the width of the policy's network, samples (N_mc) and flow steps; all else as in the preset.",
            "Every point is written to the CSV file at once; started again, the command measures what is missing.",
            "The picture is written beside the file."
        },
        footer = {"", "Examples:", "  advect bench scaling --out=scaling.csv",
            "  advect bench scaling --axes=envs,flowSteps --env=point-mass --seconds=1"})
final class BenchScalingCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private BenchOptions options = new BenchOptions();

    @Option(names = "--preset", paramLabel = "NAME", description = "Preset: cpu or paper. Default: ${DEFAULT-VALUE}.")
    private String preset = "cpu";

    @Option(names = "--axes", paramLabel = "NAME", split = ",",
            description = "Quantities to vary: envs, threads, width, samples, flowSteps. Default: all of them.")
    private List<String> axes = new ArrayList<>();

    @Option(names = "--out", paramLabel = "FILE.csv", description = "File to write. Default: ${DEFAULT-VALUE}.")
    private Path out = Path.of("scaling.csv");

    @Override
    public Integer call() throws IOException {
        List<ScalingAxis> selected = axes.isEmpty()
                ? List.of(ScalingAxis.values())
                : axes.stream().map(BenchScalingCommand::axis).toList();
        Environments.Entry env = options.env();
        int threads = options.threads();
        RunConfig config = ConfigYaml.with(Presets.of(preset, Algorithm.FPO, env.spec().name()),
                Map.of("threads", Integer.toString(threads)));
        OnPolicyConfig loop = ((OnPolicySettings) config.algorithm()).loop();
        ScalingFile file = new ScalingFile(out, ScalingRow.setting(env.spec().name(), preset, threads));
        ScalingBench bench = new ScalingBench(env, options.seconds());
        print(Text.format("%-10s %8s %14s %14s %14s %14s",
                "", "", "simulating/s", "collecting/s", "learning/s", "training/s"));
        for (ScalingAxis axis : selected) {
            for (int value : axis.values(threads)) {
                if (file.find(axis, value).isEmpty()) {
                    RunConfig point = axis.with(config, loop, value);
                    int envs = ((OnPolicySettings) point.algorithm()).loop().envs();
                    file.add(bench.measure(axis, value, file.setting(), point, envs, loop.epochs()));
                }
                ScalingRow row = file.find(axis, value).orElseThrow();
                print(Text.format("%-10s %8d %,14.0f %,14.0f %,14.0f %,14.0f",
                        axis, value, row.simulate(), row.collect(), row.learn(), row.train()));
            }
        }
        Path png = file.draw();
        if (options.json()) {
            Json.print(spec.commandLine().getOut(), file.rows().stream().map(ScalingRow::json).toList());
        }
        print(png.toString());
        return ExitCode.OK;
    }

    private static ScalingAxis axis(String name) {
        List<String> names = Arrays.stream(ScalingAxis.values()).map(ScalingAxis::toString).toList();
        return ScalingAxis.of(name).orElseThrow(
                () -> new InvalidValueException("--axes: unknown '" + name + "'" + Nearest.hint(name, names)));
    }

    private void print(String line) {
        if (!options.json()) {
            PrintWriter writer = spec.commandLine().getOut();
            writer.println(line);
            writer.flush();
        }
    }
}
