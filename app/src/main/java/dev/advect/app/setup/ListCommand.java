package dev.advect.app.setup;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.app.options.Environments;
import dev.advect.env.ObservationPart;
import dev.advect.train.Algorithm;
import dev.advect.train.ConfigYaml;
import dev.advect.train.Presets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static dev.advect.config.InvalidValueException.throwIf;

/** Lists the names that options accept. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists environments, algorithms or presets.",
        footer = {"", "Example:", "  advect list envs"})
public final class ListCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "what is to be listed: envs, algos or presets?");
    }

    @Command(name = "envs", mixinStandardHelpOptions = true, description = "Lists the environments with their sizes.",
            footer = {"", "Examples:", "  advect list envs --json", "  advect list envs gym:my_module:MyEnv-v0"})
    void envs(
            @Parameters(paramLabel = "NAME", arity = "0..*",
                    description = "Environments to list, java:CLASS and gym:MODULE:ENV_ID among them. Default: all that come with advect.")
                    @Nullable List<String> names,
            @Option(names = "--json", description = "Print one JSON array.") boolean json) {
        Map<String, Environments.Entry> envs = new LinkedHashMap<>(names == null ? Environments.all() : Map.of());
        for (String name : names == null ? List.<String>of() : names) {
            envs.put(name, Environments.get(name));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        envs.forEach((name, env) -> rows.add(Json.object("name", name,
                "description", env.description(), "observation_size", env.spec().observationSize(),
                "action_size", env.spec().actionSize(), "episode_steps", env.spec().episodeSteps(),
                "observation_parts", Json.parts(env.spec().observationParts()))));
        print(json, rows, row -> Text.format("%-24s %s (%s observed, %s actions)%s", row.get("name"),
                row.get("description"), row.get("observation_size"), row.get("action_size"),
                parts(envs.get(row.get("name")))));
    }

    /** Describes the names and sizes of the observation's parts, if it has any. */
    private static String parts(Environments.@Nullable Entry env) {
        return env == null || env.spec().observationParts().isEmpty()
                ? "" : ": " + ObservationPart.describe(env.spec().observationParts());
    }

    @Command(name = "algos", mixinStandardHelpOptions = true, description = "Lists the algorithms.",
            footer = {"", "Example:", "  advect list algos"})
    void algos(@Option(names = "--json", description = "Print one JSON array.") boolean json) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Algorithm algorithm : Algorithm.values()) {
            rows.add(Json.object("name", ConfigYaml.name(algorithm), "description", algorithm.description()));
        }
        print(json, rows, ListCommand::nameAndDescription);
    }

    @Command(name = "presets", mixinStandardHelpOptions = true,
            description = "Lists the presets, or prints the values of one.",
            footer = {"", "Examples:", "  advect list presets", "  advect list presets cpu --show=fpo > mine.yaml"})
    void presets(
            @Parameters(paramLabel = "PRESET", arity = "0..1", description = "Preset that --show prints. Default: cpu.")
                    @Nullable String preset,
            @Option(names = "--show", paramLabel = "ALGO",
                    description = "Print the preset of this algorithm, every value with a comment: a file for `advect "
                            + "train --config`.") @Nullable Algorithm shown,
            @Option(names = "--json", description = "Print one JSON array.") boolean json) {
        throwIf(shown == null && preset != null, "a preset's values are those of an algorithm: --show=ALGO is missing");
        throwIf(shown != null && json, "--json is for the list of presets");
        if (shown != null) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(Presets.text(preset == null ? "cpu" : preset, shown));
            out.flush();
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        Presets.descriptions().forEach(
                (name, description) -> rows.add(Json.object("name", name, "description", description)));
        print(json, rows, ListCommand::nameAndDescription);
    }

    private static String nameAndDescription(Map<String, Object> row) {
        return Text.format("%-8s %s", row.get("name"), row.get("description"));
    }

    private interface Line {
        String of(Map<String, Object> row);
    }

    private void print(boolean json, List<Map<String, Object>> rows, Line line) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Json.print(out, rows);
        } else {
            rows.forEach(row -> out.println(line.of(row)));
            out.flush();
        }
    }
}
