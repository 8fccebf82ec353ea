package dev.advect.reliability.mutate;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Says whether an exception is one that a user can do something with: the project's own, one line, with the file's name. */
final class Judge {
    private static final int LONGEST = 1500;

    private Judge() {}

    /** What is wrong with a refusal; null if nothing is. */
    static @Nullable String fault(Throwable e, Path file) {
        String message = e.getMessage();
        boolean own = e.getClass().getName().startsWith("dev.advect.") || e.getClass() == IOException.class
                || e.getClass() == UncheckedIOException.class;
        if (!own) {
            return "foreign exception " + e + where(e);
        }
        if (message == null || message.isBlank()) {
            return e.getClass().getSimpleName() + " says nothing";
        }
        if (!message.contains(stem(file))) {
            return e.getClass().getSimpleName() + " does not name the file: " + shorten(message);
        }
        if (message.lines().count() > 1 || message.length() > LONGEST) {
            return e.getClass().getSimpleName() + " is no line: " + shorten(message);
        }
        return null;
    }

    private static String stem(Path file) {
        return String.valueOf(file.getFileName()).replaceFirst("\\..*", "");
    }

    private static String where(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < Math.min(4, trace.length); i++) {
            text.append(" at ").append(trace[i]);
        }
        return text.toString();
    }

    private static String shorten(String message) {
        return message.substring(0, Math.min(message.length(), 300));
    }
}
