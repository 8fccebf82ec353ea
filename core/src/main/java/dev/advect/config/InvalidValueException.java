package dev.advect.config;

import org.jspecify.annotations.Nullable;

/**
 * A value that the user chose and that is not possible; the message is one line that names it and says what is.
 *
 * <p>Only this type is shown to the user as a mistake in the configuration. Any other
 * {@link IllegalArgumentException} is a mistake in the program.
 */
public final class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidValueException(String message) {
        super(message);
    }

    public InvalidValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** @param why the message */
    public static void throwIf(boolean bad, String why) {
        if (bad) {
            throw new InvalidValueException(why);
        }
    }
}
