package dev.advect.app.run;

import dev.advect.app.options.Converters.Count;
import dev.advect.app.options.Environments;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.PresetFile;
import dev.advect.train.Presets;
import dev.advect.train.RunConfig;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import static dev.advect.config.InvalidValueException.throwIf;

/** The options that describe a run, and the configuration that results from them. */
final class TrainOptions {
    @Option(names = "--algo", paramLabel = "NAME", description = "Algorithm; advect list algos shows them. Default: fpo.")
    private @Nullable Algorithm algo;

    @Option(names = "--env", paramLabel = "NAME",
            description = "Environment; advect list envs shows them. java:CLASS is one of your own, gym:MODULE:ENV_ID one in Python. Default: "
                    + "cheetah-run.")
    private @Nullable String env;

    @Option(names = "--preset", paramLabel = "NAME",
            description = "Default values: cpu or paper. Default: cpu.")
    private @Nullable String preset;

    @Option(names = "--config", paramLabel = "FILE",
            description = "YAML file with any of the configuration's values: what `advect "
            + "list presets --show` prints, or a run's config.yaml. Options override the file, and the file overrides the "
            + "preset.")
    private @Nullable Path config;

    @Option(names = "--steps", paramLabel = "N",
            description = "Environment steps after which the run ends, for example 2e6.")
    private @Nullable Count steps;

    @Option(names = "--minutes", paramLabel = "M",
            description = "Minutes of training after which the run ends. Without --steps, the number of steps is then "
                    + "not limited.")
    private @Nullable Double minutes;

    @Option(names = "--seed", paramLabel = "N", description = "Random seed. Default: 0.")
    private @Nullable Count seed;

    @Option(names = "--threads", paramLabel = "N", description = "Cores to use. Default: all.")
    private @Nullable Integer threads;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set a value of the configuration; repeatable.")
    private Map<String, String> values = new LinkedHashMap<>();

    /** The keys that a resumed run may change: its budget, and settings that another processor may not support. */
    private static final Set<String> FREE = Set.of("steps", "minutes", "products", "loop.products", "critic.products");

    /**
     * Returns the configuration of a new run.
     *
     * @throws IOException if the file of {@code --config} cannot be read
     */
    RunConfig newRun() throws IOException {
        return newRun(0);
    }

    /**
     * Returns the configuration of a new run.
     *
     * @param threadsByDefault the number of threads if none is given; 0 for all cores
     */
    RunConfig newRun(int threadsByDefault) throws IOException {
        refuseWhatIsNotForSet();
        PresetFile file = config == null ? null : PresetFile.read(config);
        String name = firstSet(env, file == null ? null : file.env().orElse(null), "cheetah-run");
        Environments.get(name);
        Algorithm algorithm = firstSet(algo, file == null ? null : file.algo().orElse(null), Algorithm.FPO);
        RunConfig base = Presets.of(firstSet(preset, file == null ? null : file.preset().orElse(null), "cpu"), algorithm, name);
        // the given values may leave fewer environments than there are cores
        RunConfig one = ConfigYaml.with(base, Map.of("threads", "1"));
        RunConfig run = apply(file == null ? one : file.over(one));
        boolean threadsGiven =
                threads != null || values.containsKey("threads") || (file != null && file.sets("threads", name));
        if (!threadsGiven && threadsByDefault > 0) {
            return ConfigYaml.with(run, Map.of("threads", Integer.toString(threadsByDefault)));
        }
        return threadsGiven ? run : run.onAllCores();
    }

    private static <T> T firstSet(@Nullable T option, @Nullable T fromFile, T otherwise) {
        return option != null ? option : fromFile != null ? fromFile : otherwise;
    }

    private RunConfig apply(RunConfig config) {
        Map<String, String> all = new LinkedHashMap<>();
        put(all, "steps", steps != null ? Long.toString(steps.value()) : minutes != null ? "0" : null);
        put(all, "minutes", minutes == null ? null : Double.toString(minutes));
        put(all, "seed", seed == null ? null : Long.toString(seed.value()));
        put(all, "threads", threads == null ? null : Integer.toString(threads));
        all.putAll(values);
        return ConfigYaml.with(config, all);
    }

    /** Rejects --set for keys that determine all other values, because they have options of their own. */
    private void refuseWhatIsNotForSet() {
        values.forEach((key, value) -> throwIf(key.equals("env") || key.equals("algo") || key.equals("preset"),
                "'" + key + "' is not for --set: use --" + key + "=" + value));
    }

    private static void put(Map<String, String> all, String key, @Nullable String value) {
        if (value != null) {
            all.put(key, value);
        }
    }

    /** Returns the configuration of a resumed run: its own, with a new budget if one is given. */
    RunConfig resumedRun(RunConfig old) {
        refuseWhatIsNotForSet();
        throwIf(config != null, "--config is for new runs; the values of this one are those it was begun with");
        same("--env", env, old.env());
        same("--algo", algo == null ? null : ConfigYaml.name(algo), ConfigYaml.name(old.algo()));
        same("--preset", preset, old.preset());
        same("--seed", seed == null ? null : Long.toString(seed.value()), Long.toString(old.seed()));
        same("--threads", threads == null ? null : Integer.toString(threads), Integer.toString(old.threads()));
        values.forEach((key, value) -> {
            throwIf(!FREE.contains(key) && !ConfigYaml.with(old, Map.of(key, value)).equals(old),
                    "--set " + key + "=" + value + " differs from what the run was begun with; only --steps, "
                            + "--minutes and products can be changed");
        });
        return apply(old);
    }

    private void same(String option, @Nullable String given, String was) {
        throwIf(given != null && !given.equals(was), option + "=" + given + " differs from the " + was
                + " that the run was begun with; only --steps, --minutes and products can be changed");
    }
}
