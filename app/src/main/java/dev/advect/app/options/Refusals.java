package dev.advect.app.options;

import dev.advect.train.ConfigException;

import java.util.List;
import java.util.Map;

/** Checks of option values, each of which ends the command with one line. */
public final class Refusals {
    private static final List<String> EXPERIMENTS_OWN =
            List.of("env", "algo", "preset", "seed", "steps", "minutes", "threads");

    private Refusals() {}

    /** @param why the line that is shown, which names the option */
    public static void refuseIf(boolean bad, String why) {
        if (bad) {
            throw new ConfigException(why);
        }
    }

    /** Refuses --threads where it leaves none. */
    public static void refuseNoThreads(int threads) {
        refuseIf(threads < 1, "--threads=" + threads + " is not possible, it must be at least 1");
    }

    /** Refuses values of --set that an experiment decides itself. */
    public static void refuseOwn(Map<String, String> values) {
        values.keySet().forEach(key -> refuseIf(EXPERIMENTS_OWN.contains(key),
                "'" + key + "' is not for --set: it is one of the experiment's own"));
    }
}
