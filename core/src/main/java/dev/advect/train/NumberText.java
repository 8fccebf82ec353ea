package dev.advect.train;

import java.util.Locale;

/** Numbers as tables and the console show them. */
public final class NumberText {
    private static final double SMALL = 10;
    private static final double LARGE = 1e9;

    private NumberText() {}

    /**
     * Formats a number with one decimal place, with three if it is as small as a success rate, or in scientific notation if it
     * is very large.
     */
    public static String of(double value) {
        return of(value, decimals(value));
    }

    /** Formats a number with as many decimal places, or in scientific notation if it is very large. */
    public static String of(double value, int decimals) {
        boolean large = Math.abs(value) >= LARGE && Double.isFinite(value);
        return String.format(Locale.ROOT, large ? "%.4g" : "%." + decimals + "f", value);
    }

    /** The decimal places with which {@link #of(double)} formats a number. */
    public static int decimals(double value) {
        return Math.abs(value) < SMALL ? 3 : 1;
    }
}
