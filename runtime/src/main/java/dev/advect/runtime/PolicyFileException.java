package dev.advect.runtime;

import java.io.IOException;

/** What was read is no policy, or a damaged one; the message says in one line what is wrong with it. */
public final class PolicyFileException extends IOException {
    private static final long serialVersionUID = 1;

    PolicyFileException(String message) {
        super(message);
    }
}
