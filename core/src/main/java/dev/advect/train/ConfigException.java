package dev.advect.train;

import org.jspecify.annotations.Nullable;

/** A configuration that is not possible; the message is one line for the user. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConfigException(String message) {
        super(message);
    }

    /** @param cause what refused it, for whoever looks into it */
    public ConfigException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
