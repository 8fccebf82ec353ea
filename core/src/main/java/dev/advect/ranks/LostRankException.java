package dev.advect.ranks;

import org.jspecify.annotations.Nullable;

/** Thrown if another process of a run has ended, or does not answer in time. */
public final class LostRankException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Creates an exception with a message of one line. */
    public LostRankException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
