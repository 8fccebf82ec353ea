package dev.advect.app.options;

import dev.advect.config.InvalidValueException;
import picocli.CommandLine.Model.CommandSpec;

import java.util.List;
import java.util.Map;

/** Checks of option values. A failed check ends the command with a one-line error. */
public final class Refusals {
    private static final List<String> EXPERIMENTS_OWN =
            List.of("env", "algo", "preset", "seed", "steps", "minutes", "threads");

    private Refusals() {}

    /** Rejects a value of --threads that leaves no thread. */
    public static void refuseNoThreads(int threads) {
        InvalidValueException.throwIf(threads < 1, "--threads=" + threads + " is not possible, it must be at least 1");
    }

    /**
     * Rejects options that the command line gives.
     *
     * @param why what follows an option's name in the error line
     */
    public static void refuseGiven(CommandSpec spec, List<String> options, String why) {
        options.forEach(option -> InvalidValueException.throwIf(
                spec.commandLine().getParseResult().hasMatchedOption(option), option + why));
    }

    /** Rejects --set for values that an experiment sets itself. */
    public static void refuseOwn(Map<String, String> values) {
        values.keySet().forEach(key -> InvalidValueException.throwIf(EXPERIMENTS_OWN.contains(key),
                "'" + key + "' is not for --set: it is one of the experiment's own"));
    }
}
