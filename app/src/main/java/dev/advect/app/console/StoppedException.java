package dev.advect.app.console;

/** The exception for a run that ended early, with a hint on how to resume it. */
public final class StoppedException extends Exception {
    private static final long serialVersionUID = 1;

    private final String hint;

    /**
     * @param cause the reason; its message is shown to the user
     * @param hint how to resume the run
     */
    public StoppedException(Throwable cause, String hint) {
        super(cause);
        this.hint = hint;
    }

    String hint() {
        return hint;
    }
}
