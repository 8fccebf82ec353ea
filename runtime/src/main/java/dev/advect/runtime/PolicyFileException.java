package dev.advect.runtime;

import java.io.IOException;

/** Thrown if the data read is not a policy, or is damaged. The message says in one line what is wrong. */
public final class PolicyFileException extends IOException {
    private static final long serialVersionUID = 1;

    PolicyFileException(String message) {
        super(message);
    }
}
