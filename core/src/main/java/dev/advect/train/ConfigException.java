package dev.advect.train;

/** A configuration that is not possible; the message is one line for the user. */
public final class ConfigException extends RuntimeException {
    public ConfigException(String message) {
        super(message);
    }

    /** @param cause what told so, for those who look into it */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
