package dev.advect.app;

/** A run that ended before its time, and how it can go on. */
final class StoppedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String hint;

    /** @param cause why; its message is the one that is shown */
    StoppedException(Throwable cause, String hint) {
        super(cause);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
