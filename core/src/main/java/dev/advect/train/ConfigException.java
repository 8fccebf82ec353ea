package dev.advect.train;

import org.jspecify.annotations.Nullable;

/** Thrown for an invalid configuration; the message is one line for the user. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    /**
     * @param cause the underlying exception, for debugging
     */
    public ConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
