package dev.advect.io;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The resources that an object owns and will close, the last opened first. One that fails to close does not keep the
 * others open: the first failure is thrown in the end, with the later ones as its suppressed exceptions.
 *
 * <p>A constructor that opens several resources hands each to its closer, and calls {@link #closeAfter} where it fails.
 */
public final class Closer implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    /** Takes charge of a resource, and returns it. */
    public <T extends AutoCloseable> T add(T resource) {
        open.push(resource);
        return resource;
    }

    /** Closes everything because of a failure, to which the failures of closing are added. */
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

    /** @throws UncheckedIOException for the {@link IOException} of a resource */
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
