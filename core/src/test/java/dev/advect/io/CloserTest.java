package dev.advect.io;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CloserTest {
    private final List<String> closed = new ArrayList<>();
    private final Closer closer = new Closer();

    private void add(String name, Exception... failure) {
        closer.add(() -> {
            closed.add(name);
            if (failure.length > 0) {
                throw failure[0];
            }
        });
    }

    @Test
    void close_theLastOpenedFirst_andOnce() {
        add("a");
        add("b");
        closer.close();
        closer.close();
        assertThat(closed).containsExactly("b", "a");
    }

    @Test
    void close_someFail_allAreClosed_theFirstFailureIsThrown() {
        IllegalStateException second = new IllegalStateException("second");
        add("a");
        add("b", second);
        add("c", new IOException("first"));
        assertThatThrownBy(closer::close).isInstanceOf(UncheckedIOException.class).hasRootCauseMessage("first")
                .satisfies(e -> assertThat(e.getCause()).hasSuppressedException(second));
        assertThat(closed).containsExactly("c", "b", "a");
    }

    @Test
    void closeAfter_addsWhatFailsToTheFailure() {
        IOException failing = new IOException("closing");
        IllegalArgumentException failure = new IllegalArgumentException("making");
        add("a", failing);
        add("b", failure); // as if it threw the same again
        closer.closeAfter(failure);
        assertThat(closed).containsExactly("b", "a");
        assertThat(failure).hasSuppressedException(failing);
        assertThat(failure.getSuppressed()).hasSize(1);
    }
}
