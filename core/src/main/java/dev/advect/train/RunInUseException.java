package dev.advect.train;

/** Thrown if another process trains in a run's folder, or runs the sweep of a folder. */
public final class RunInUseException extends RunException {
    private static final long serialVersionUID = 1;

    public RunInUseException(String message) {
        super(message);
    }
}
