package dev.advect.app.console;

/** The terminal that standard error may be connected to. The launcher checks it, because the JVM cannot. */
public final class Terminal {
    private Terminal() {}

    /** Returns whether standard error is a terminal, so that a line can be overwritten. */
    public static boolean isThere() {
        return Boolean.getBoolean("advect.terminal");
    }
}
