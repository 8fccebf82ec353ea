package dev.advect.train;

import java.io.IOException;

/** Thrown if a run cannot start, continue or be read; the message is one line for the user. */
public sealed class RunException extends IOException permits RunInUseException {
    private static final long serialVersionUID = 1;

    public RunException(String message) {
        super(message);
    }
}
