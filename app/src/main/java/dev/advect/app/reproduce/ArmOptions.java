package dev.advect.app.reproduce;

import dev.advect.app.console.StoppedException;
import dev.advect.experiments.grid.Grid;
import dev.advect.experiments.grid.Variant;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import static dev.advect.config.InvalidValueException.throwIf;

/**
 * The options shared by the studies of fine-tuning in manipulation: every task has its own file of demonstrations, decisions
 * are chunks of actions, and a critic of four networks has two updates for every decision. On-policy algorithms decide on
 * single actions.
 */
final class ArmOptions {
    /** The actions of a chunk; in {@code transport}, with its long episodes, twice as many. */
    private static final int CHUNK = 4;
    /**
     * The factor by which SWFP's blocks have fewer updates of pre-training than other networks, whatever the number of blocks.
     * Every block learns in every update, at three times the rate, and with more updates it overfits a few demonstrations.
     */
    private static final int SWFP_PART = 5;

    @Option(names = "--demonstrations", paramLabel = "DIR", description = "Folder with a file TASK.hdf5 for every task; "
            + "reproduce arm-data writes one. Default: ${DEFAULT-VALUE}.")
    private Path demonstrations = Path.of("runs", "arm-data");

    @Option(names = "--pretrain", paramLabel = "N", description = "Pre-training updates of a network on the demonstrations, of "
            + "which SWFP's blocks have a fifth each. Default: ${DEFAULT-VALUE}.")
    private int pretrain = 10_000;

    /** The file of a task's demonstrations. */
    static Path file(Path folder, String task) {
        return folder.resolve(task + ".hdf5");
    }

    /** The task whose demonstrations are used: of one whose target has moved, the task before that. */
    static String demonstrated(String task) {
        return task.replace("-shifted", "");
    }

    /** The actions that are decided on at once in a task, unless {@code --set} gives another number. */
    static int chunk(GridOptions options, String task) {
        String set = options.setValue("loop.chunk");
        if (set == null) {
            return task.startsWith("transport") ? 2 * CHUNK : CHUNK;
        }
        throwIf(!set.matches("[1-9]\\d{0,3}"), "loop.chunk: '" + set + "' is not possible, it must be a whole number of at least 1");
        return Integer.parseInt(set);
    }

    /** The decisions whose rewards a return sums: what an algorithm's authors have, of SWFP what was found to work. */
    private static int decisions(Algorithm algo) {
        return switch (algo) {
            case SWFP -> 2;
            case IBRL -> 3;
            default -> 1;
        };
    }

    /** An algorithm that starts from a task's demonstrations. */
    Variant variant(GridOptions options, String name, Algorithm algo, String task, Map<String, String> own) {
        RunConfig preset = Presets.of(options.preset(), algo, task);
        int chunk = chunk(options, task);
        Map<String, String> values = new LinkedHashMap<>();
        values.put("loop.chunk", Integer.toString(chunk));
        values.put("loop.horizon", Integer.toString(decisions(algo) * chunk));
        values.put("loop.updatesPerStep", Double.toString(2.0 / chunk));
        values.put("loop.observationBound", "5.0"); // the arm leaves the narrow ranges of a few demonstrations
        values.put("critic.members", "4");
        values.keySet().removeIf(key -> !ConfigYaml.has(preset, key));
        Map<String, String> all = new LinkedHashMap<>(options.unlessSet(values));
        all.put("loop.demonstrations", file(demonstrations, demonstrated(task)).toString());
        all.putAll(own);
        all.put("loop.pretrainUpdates", Integer.toString(switch (algo) {
            case RLPD -> 0;
            case SWFP -> Math.ceilDiv(pretrain, SWFP_PART);
            default -> pretrain;
        }));
        return new Variant(name, algo, all);
    }

    /** Runs the missing runs of every task; returns the experiment that all of them are. */
    Grid train(CommandSpec spec, GridOptions options, String name, String title, List<String> usual,
            Function<String, List<Variant>> variants) throws IOException, StoppedException {
        List<String> tasks = options.tasks(usual);
        check(options, tasks);
        options.train(spec, name, tasks.stream().map(task -> options.grid(title, List.of(task), variants.apply(task)))
                .toArray(Grid[]::new));
        return options.grid(title, tasks, variants.apply(tasks.getFirst()));
    }

    /** Rejects values that cannot be, and tasks without demonstrations. */
    void check(GridOptions options, List<String> tasks) {
        options.refuseSet("loop.demonstrations", "--demonstrations");
        options.refuseSet("loop.pretrainUpdates", "--pretrain");
        throwIf(pretrain < 1, "--pretrain=" + pretrain + " is not possible, it must be at least 1");
        for (String task : tasks) {
            String before = demonstrated(task);
            Path file = file(demonstrations, before);
            throwIf(!Files.exists(file), file + " is missing; advect reproduce arm-data --tasks=" + before + " --out="
                    + demonstrations + " writes it");
        }
    }
}
