package dev.advect.app;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** Numbers as people read them. */
final class Text {
    private Text() {}

    /** The command as the user typed it, for the next commands that are suggested. */
    static String command() {
        return System.getProperty("advect.command", "advect");
    }

    /** 1.25 M, 30.7 k, 512. */
    static String steps(double steps) {
        if (steps >= 999_500) {
            return format("%.2f M", steps / 1e6);
        }
        return steps >= 10_000 ? format("%.1f k", steps / 1e3) : format("%.0f", steps);
    }

    /** 1 h 05 min, 4 min 30 s, 12 s. */
    static String duration(double seconds) {
        if (!(seconds < 1e9)) {
            return "?";
        }
        long s = Math.round(seconds);
        if (s >= 3600) {
            return format("%d h %02d min", s / 3600, s % 3600 / 60);
        }
        return s >= 60 ? format("%d min %02d s", s / 60, s % 60) : s + " s";
    }

    /** Three digits behind the point of small numbers, one of large ones. */
    static String number(double value) {
        return Math.abs(value) < 10 ? format("%.3f", value) : format("%.1f", value);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency
    static String format(String pattern, @Nullable Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
