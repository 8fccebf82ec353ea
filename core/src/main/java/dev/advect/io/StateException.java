package dev.advect.io;

/** A saved state does not hold what is asked of it. The message is one line that names the tensor. */
public final class StateException extends RuntimeException {
    /** An exception with a one-line message. */
    public StateException(String message) {
        super(message);
    }
}
