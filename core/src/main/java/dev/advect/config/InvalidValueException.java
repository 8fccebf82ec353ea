package dev.advect.config;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if a value chosen by the user is invalid. The message is one line that names the value and says which values
 * are valid.
 *
 * <p>Only this type is shown to the user as a configuration error. Any other {@link IllegalArgumentException} is a bug.
 */
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidValueException(String message) {
        super(message);
    }

    public InvalidValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Throws an exception if a value is invalid.
     *
     * @param bad whether the value is invalid
     * @param why the message
     */
    public static void throwIf(boolean bad, String why) {
        if (bad) {
            throw new InvalidValueException(why);
        }
    }
}
