package dev.advect.experiments.shift;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A warning of SWFP about its own training.
 *
 * @param run the name of the run's folder
 * @param step the environment steps done
 * @param kind {@code mode collapse}, {@code instability} or {@code stale particles}
 * @param message the warning
 */
public record Alarm(String run, long step, String kind, String message) {
    static final String COLLAPSE = "mode collapse";
    static final String INSTABILITY = "instability";
    static final String STALENESS = "stale particles";

    private static final Pattern FORMAT =
            Pattern.compile("step (\\d+): (" + COLLAPSE + "|" + INSTABILITY + "|" + STALENESS + "): (.*)");

    /** Reads a warning as training gives it; empty if it is about something else. */
    static Optional<Alarm> of(String run, String warning) {
        Matcher matcher = FORMAT.matcher(warning);
        return matcher.matches()
                ? Optional.of(new Alarm(run, Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)))
                : Optional.empty();
    }
}
