package dev.advect.env;

/**
 * Thrown if an environment, or an action it was given, is invalid. The message names the environment, its index and its
 * step.
 */
public final class EnvException extends RuntimeException {
    public EnvException(String message) {
        super(message);
    }

    /**
     * @param cause the underlying exception, for debugging
     */
    public EnvException(String message, Throwable cause) {
        super(message, cause);
    }
}
