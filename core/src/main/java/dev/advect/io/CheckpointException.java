package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * Thrown if a checkpoint cannot be used. The message is one line: which file, what is wrong, and what to use instead.
 */
public final class CheckpointException extends IOException {
    /** An exception with a one-line message. */
    public CheckpointException(String message) {
        this(message, null);
    }

    /** An exception with a one-line message and its cause. */
    public CheckpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
