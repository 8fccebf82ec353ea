package dev.advect.app.run;

import dev.advect.app.console.Json;
import dev.advect.app.console.Outputs;
import dev.advect.app.console.Text;
import dev.advect.config.InvalidValueException;
import dev.advect.data.DemonstrationFile;
import dev.advect.data.DemonstrationFile.Contents;
import dev.advect.data.DemonstrationSummary;
import dev.advect.data.Demonstrations;
import dev.advect.data.ReadOptions;
import dev.advect.env.ObservationPart;
import dev.advect.train.ConfigYaml;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Describes demonstration files and converts them to another format. */
@Command(
        name = "data",
        mixinStandardHelpOptions = true,
        subcommands = DataClipCommand.class,
        description = "Inspects and converts demonstrations: robomimic, D4RL, Minari (HDF5), CALVIN (npz), LeRobot (Parquet) "
                + "or safetensors.",
        footer = {"", "Examples:", "  advect data info demo.hdf5", "  advect data convert demo.hdf5 --out=demo.safetensors"})
public final class DataCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be done: info, convert or clip?");
    }

    @Command(name = "info", mixinStandardHelpOptions = true,
            description = "Reads and checks a whole file, and prints a summary.",
            footer = {"", "Example:", "  advect data info demo.hdf5 --json"})
    void info(
            @Parameters(paramLabel = "FILE", description = "The file, or the folder of a Minari, CALVIN or LeRobot data set.") Path file,
            @Option(names = "--keys", split = ",", paramLabel = "KEY",
                    description = "Observation keys to use, in this order. Default: all vectors, sorted by name.")
                    @Nullable List<String> keys,
            @Option(names = "--episode-steps", paramLabel = "N",
                    description = "Time limit, for D4RL files without timeouts.", defaultValue = "0") int episodeSteps,
            @Mixin Forgiven forgiven,
            @Option(names = "--json", description = "Print one JSON object.") boolean json) throws IOException {
        Contents contents = DemonstrationFile.read(file, forgiven.options(keys, episodeSteps));
        Demonstrations all = contents.demonstrations();
        DemonstrationSummary summary = DemonstrationSummary.of(all);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, Json.object("format", ConfigYaml.name(contents.format()), "environment", contents.environment(),
                    "episodes", all.episodes(), "steps", all.steps(), "observation_size", all.observationSize(),
                    "action_size", all.actionSize(), "terminated_episodes", summary.terminated(),
                    "return_mean", summary.returns().getAverage(), "return_min", summary.returns().getMin(),
                    "return_max", summary.returns().getMax(), "length_mean", summary.lengths().getAverage(),
                    "action_min", summary.minAction(), "action_max", summary.maxAction(),
                    "observation_parts", Json.parts(all.parts()), "notes", contents.notes()));
            return;
        }
        out.println(Text.format("%s, %d episodes, %s steps", ConfigYaml.name(contents.format()), all.episodes(),
                Text.steps(all.steps())));
        out.println(Text.format("observed  %d numbers; actions %d, in [%s, %s]", all.observationSize(), all.actionSize(),
                Text.number(summary.minAction()), Text.number(summary.maxAction())));
        if (!all.parts().isEmpty()) {
            out.println("parts     " + ObservationPart.describe(all.parts()));
        }
        out.println(Text.format("returns   mean %s  min %s  max %s", Text.number(summary.returns().getAverage()),
                Text.number(summary.returns().getMin()), Text.number(summary.returns().getMax())));
        out.println(Text.format("lengths   mean %s  min %s  max %s; %d episodes terminated, %d cut off",
                Text.number(summary.lengths().getAverage()), Text.number(summary.lengths().getMin()),
                Text.number(summary.lengths().getMax()), summary.terminated(), all.episodes() - summary.terminated()));
        if (!contents.environment().isEmpty()) {
            out.println("from      " + contents.environment());
        }
        if (Math.max(-summary.minAction(), summary.maxAction()) > 1) {
            out.println("actions go beyond [-1, 1], which environments take: data convert --action-scale brings them there");
        }
        contents.notes().forEach(note -> out.println("note      " + note));
        out.flush();
    }

    @Command(name = "convert", mixinStandardHelpOptions = true,
            description = "Converts a file of demonstrations. The new file's name chooses the format: robomimic's for "
                    + ".hdf5, advect's own for .safetensors.",
            footer = {"", "Example:", "  advect data convert pen/human-v1 --action-scale=0.5 --out=pen.safetensors"})
    void convert(
            @Parameters(paramLabel = "FILE", description = "The file, or the folder of a Minari, CALVIN or LeRobot data set.") Path file,
            @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write.") Path to,
            @Option(names = "--keys", split = ",", paramLabel = "KEY",
                    description = "Observation keys to use, in this order. Default: all vectors, sorted by name.")
                    @Nullable List<String> keys,
            @Option(names = "--episode-steps", paramLabel = "N",
                    description = "Time limit, for D4RL files without timeouts.", defaultValue = "0") int episodeSteps,
            @Option(names = "--action-scale", paramLabel = "X", defaultValue = "1",
                    description = "Factor on the actions. Default: 1.") double scale,
            @Option(names = "--no-names",
                    description = "Drop the observation keys, so that the file fits any environment of the same size.")
                    boolean noNames,
            @Mixin Forgiven forgiven) throws IOException {
        requireWritable(to);
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new InvalidValueException("--action-scale=" + scale + " is not possible, it must be positive");
        }
        Contents contents = DemonstrationFile.read(file, forgiven.options(keys, episodeSteps));
        Demonstrations all = noNames ? contents.demonstrations().withoutNames() : contents.demonstrations();
        for (int i = 0; i < all.action().length; i++) {
            all.action()[i] *= (float) scale;
        }
        DemonstrationFile.write(to, all);
        PrintWriter out = spec.commandLine().getOut();
        out.println(Text.format("%d episodes, %s steps: %s", all.episodes(), Text.steps(all.steps()), to));
        contents.notes().forEach(note -> out.println("note      " + note));
        out.flush();
    }

    /** The options that tolerate certain flaws in files, and select demonstrations. */
    static final class Forgiven {
        @Option(names = "--skip-empty", description = "Skip demonstrations without steps.")
        private boolean skipEmpty;

        @Option(names = "--ignore-counts",
                description = "Accept robomimic's and LeRobot's numbers that disagree with the data.")
        private boolean ignoreCounts;

        @Option(names = "--mask", paramLabel = "NAME", defaultValue = "",
                description = "Read the demonstrations of a robomimic file that this list names, such as train or valid.")
        private String mask = "";

        ReadOptions options(@Nullable List<String> keys, int episodeSteps) {
            if (episodeSteps < 0) {
                throw new InvalidValueException("--episode-steps=" + episodeSteps + " is not possible, it must be at least 0");
            }
            if (keys != null && keys.stream().distinct().count() < keys.size()) {
                throw new InvalidValueException("--keys=" + String.join(",", keys) + " names a part twice");
            }
            return new ReadOptions(keys == null ? List.of() : keys, episodeSteps, skipEmpty, ignoreCounts, mask);
        }
    }

    /** Rejects an output file that cannot be written, before any long work begins. */
    static void requireWritable(Path file) {
        if (DemonstrationFile.formatOf(file) == null) {
            throw new InvalidValueException("--out=" + file + " must end with .hdf5, .h5 or .safetensors");
        }
        Outputs.requireWritable(file);
    }
}
