package dev.advect.env;

/** An environment or the actions it was given are not sound; the message names the environment, its index and step. */
public final class EnvException extends RuntimeException {
    public EnvException(String message) {
        super(message);
    }

    /** @param cause what told so, for those who look into it */
    public EnvException(String message, Throwable cause) {
        super(message, cause);
    }
}
