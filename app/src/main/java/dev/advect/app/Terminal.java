package dev.advect.app;

/** What standard error is shown on; the launcher looks, as the JVM cannot. */
final class Terminal {
    private Terminal() {}

    /** Whether a line can be written over. */
    static boolean isThere() {
        return Boolean.getBoolean("advect.terminal");
    }
}
