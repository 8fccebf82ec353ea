package dev.advect.app.console;

/** What standard error is shown on; the launcher looks, as the JVM cannot. */
public final class Terminal {
    private Terminal() {}

    /** Whether a line can be written over. */
    public static boolean isThere() {
        return Boolean.getBoolean("advect.terminal");
    }
}
