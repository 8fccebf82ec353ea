package dev.advect.app.console;

import dev.advect.train.NumberText;
import dev.advect.train.ShellWord;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Human-readable formatting of numbers, durations and commands. */
public final class Text {
    private Text() {}

    /**
     * Formats a suggested command: advect as the user typed it, followed by the words, quoted for the shell where
     * needed.
     */
    public static String command(Object... words) {
        return Stream.concat(Stream.of(System.getProperty("advect.command", "advect")), Arrays.stream(words))
                .map(ShellWord::quote).collect(Collectors.joining(" "));
    }

    /** Formats a number of steps, such as 1.25 M, 30.7 k or 512. */
    public static String steps(double steps) {
        if (steps >= 999_500) {
            return format("%.2f M", steps / 1e6);
        }
        return steps >= 10_000 ? format("%.1f k", steps / 1e3) : format("%.0f", steps);
    }

    /** Formats a duration, such as 1 h 05 min, 4 min 30 s or 12 s. */
    public static String duration(double seconds) {
        if (!(seconds < 1e9)) {
            return "?";
        }
        long s = Math.round(seconds);
        if (s >= 3600) {
            return format("%d h %02d min", s / 3600, s % 3600 / 60);
        }
        return s >= 60 ? format("%d min %02d s", s / 60, s % 60) : s + " s";
    }

    /** Formats a number: three decimals for small numbers, one for large ones, scientific notation for the largest. */
    public static String number(double value) {
        return NumberText.of(value);
    }

    /** Formats a mean with its half-width, such as 12.5 ± 0.250, or the mean alone if a single value has no spread. */
    public static String interval(double mean, double halfWidth) {
        return number(mean) + (Double.isNaN(halfWidth) && !Double.isNaN(mean) ? "" : " ± " + number(halfWidth));
    }

    /** Formats a mean return, such as 12.5 ± 0.250 (95 %, 64 episodes) or 12.5 (1 episode). */
    public static String returns(double mean, double ci95, int episodes) {
        return interval(mean, ci95) + (episodes == 1 ? " (1 episode)" : format(" (95 %%, %d episodes)", episodes));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation would add a dependency
    public static String format(String pattern, @Nullable Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
