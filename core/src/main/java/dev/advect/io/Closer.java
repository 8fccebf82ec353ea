package dev.advect.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The resources that an object owns and closes, the last opened first. If one fails to close, the others are closed all
 * the same; the first failure is then thrown, with later ones as suppressed exceptions.
 *
 * <p>A constructor that opens several resources adds each to its closer, and calls {@link #closeAfter} if it fails.
 */
public final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes ownership of a resource and returns it. */
    public <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes everything after a failure, to which failures of closing are added as suppressed exceptions. */
    @SuppressWarnings("ReferenceEquality") // an exception cannot suppress itself
    public void closeAfter(Throwable failure) {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                if (e != failure) {
                    failure.addSuppressed(e);
                }
            }
        }
    }

    /**
     * Closes everything.
     *
     * @throws UncheckedIOException if a resource throws an {@link IOException}
     */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                closeAfter(e);
                throw switch (e) {
                    case RuntimeException unchecked -> unchecked;
                    case IOException io -> new UncheckedIOException(io);
                    default -> new IllegalStateException(e);
                };
            }
        }
    }
}
