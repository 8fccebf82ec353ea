package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/**
 * Thrown if a checkpoint cannot be used. The message is one line: which file, what is wrong, and which checkpoints are
 * intact.
 */
public final class CheckpointException extends IOException {
    private final Long[] intact;

    /** An exception with a one-line message. */
    public CheckpointException(String message) {
        this(message, null);
    }

    /** An exception with a one-line message and its cause. */
    public CheckpointException(String message, @Nullable Throwable cause) {
        this(message, List.of(), cause);
    }

    /** An exception whose one-line message names the intact checkpoints. */
    public CheckpointException(String message, List<Long> intact, @Nullable Throwable cause) {
        super(message, cause);
        this.intact = intact.toArray(Long[]::new);
    }

    /** The steps of some checkpoints that can be used instead, newest first. */
    public List<Long> intact() {
        return List.of(intact);
    }
}
