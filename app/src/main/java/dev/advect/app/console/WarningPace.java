package dev.advect.app.console;

import java.util.Optional;

/** A limit of how often a run's warnings are shown: a problem of one iteration may well recur in every iteration. */
final class WarningPace {
    private static final double SECONDS_BETWEEN_WARNINGS = 60;

    private double shownAt = Double.NEGATIVE_INFINITY;
    private long unsaid;

    /** The line for a warning; empty if it comes too soon after another one, and is only counted. */
    Optional<String> line(String message) {
        double now = System.nanoTime() * 1e-9;
        if (now - shownAt < SECONDS_BETWEEN_WARNINGS) {
            unsaid++;
            return Optional.empty();
        }
        String before = unsaid > 0 ? " (and " + unsaid + " warnings before this one)" : "";
        shownAt = now;
        unsaid = 0;
        return Optional.of("warning: " + message + before);
    }
}
