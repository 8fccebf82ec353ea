package dev.advect.app.console;

/** A run that ended before its time, and how it can go on. */
public final class StoppedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String hint;

    /** @param cause why; its message is the one that is shown */
    public StoppedException(Throwable cause, String hint) {
        super(cause);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
