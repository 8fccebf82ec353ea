package dev.advect.io;

/** Thrown if a saved state lacks the requested tensor. The message is one line that names the tensor. */
public final class StateException extends RuntimeException {
    /** An exception with a one-line message. */
    public StateException(String message) {
        super(message);
    }
}
