package dev.advect.train;

import java.io.IOException;

/** Thrown if a run cannot start, continue or be read; the message is one line for the user. */
public final class RunException extends IOException {
    private static final long serialVersionUID = 1;

    public RunException(String message) {
        super(message);
    }
}
