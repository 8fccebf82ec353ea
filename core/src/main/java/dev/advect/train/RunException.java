package dev.advect.train;

import java.io.IOException;

/** A run that cannot begin, continue or be read; the message is one line for the user. */
public final class RunException extends IOException {
    private static final long serialVersionUID = 1;

    public RunException(String message) {
        super(message);
    }
}
