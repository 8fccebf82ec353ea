package dev.advect.app.setup;

import dev.advect.app.console.Json;
import dev.advect.app.console.Text;
import dev.advect.mujoco.Installations;
import dev.advect.mujoco.MujocoException;
import dev.advect.mujoco.library.Installation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Lists the MuJoCo libraries on this machine, or fetches another one. */
@Command(
        name = "mujoco",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Lists the MuJoCo libraries on this machine, or fetches another version.",
        footer = {
            "",
            "Examples:",
            "  advect mujoco",
            "  advect mujoco --get=3.14.0",
            "",
            "ADVECT_MUJOCO in the environment chooses one for a run: a version, a file, a folder or a wheel."
        })
public final class MujocoCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--get", paramLabel = "VERSION",
            description = "Fetch this version into your cache: 2.2.2 by apt or pip, others by pip.")
    private @Nullable String version;

    @Option(names = "--json", description = "Print one JSON value.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (version != null) {
            Path library = Installations.fetch(version);
            if (json) {
                Json.print(out, Json.object("version", version, "file", library.toString()));
            } else {
                out.println(Text.format("MuJoCo %s: %s", version, library));
                out.println(Text.format("use it     ADVECT_MUJOCO=%s %s train", version, Text.command()));
                out.flush();
            }
            return ExitCode.OK;
        }
        list(out);
        return ExitCode.OK;
    }

    private void list(PrintWriter out) {
        Optional<Installation> used = used();
        List<Installation> all = new ArrayList<>(Installations.all());
        used.ifPresent(one -> {
            all.removeIf(other -> other.library().equals(one.library())); // listed by location too
            all.addFirst(one);
        });
        if (json) {
            Json.print(out, all.stream().map(one -> row(one, used.isPresent() && one.equals(used.get()))).toList());
            return;
        }
        for (Installation one : all) {
            out.println(Text.format("%s %s", used.isPresent() && one.equals(used.get()) ? "*" : " ", line(one)));
        }
        if (all.isEmpty()) {
            out.println(Text.format("none was found; to get one: %s mujoco --get=3.14.0", Text.command()));
        }
        out.flush();
    }

    /**
     * Returns the installation that a run would use, or an empty result if there is none, because listing must not
     * fetch one.
     */
    private Optional<Installation> used() {
        if (Installations.all().isEmpty() && System.getenv("ADVECT_MUJOCO") == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Installations.chosen());
        } catch (MujocoException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("warning: " + e.getMessage());
            err.flush();
            return Optional.empty();
        }
    }

    /** Formats the version, location, file and problem of an installation as one line. */
    private static String line(Installation one) {
        return Text.format("%-8s %-20s %s%s", one.version().orElse("?"), one.place(), one.library(),
                one.problem().map(problem -> ", cannot be used: " + problem).orElse(""));
    }

    /** Returns an installation as a JSON object. */
    static Map<String, Object> row(Installation one, boolean used) {
        Map<String, Object> row = Json.object("version", one.version().orElse("unknown"), "place", one.place(),
                "file", one.library().toString(), "used", used);
        one.problem().ifPresent(problem -> row.put("problem", problem));
        return row;
    }
}
