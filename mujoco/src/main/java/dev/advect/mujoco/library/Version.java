package dev.advect.mujoco.library;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a MuJoCo library or of its headers.
 *
 * @param major 3 in 3.14.0
 * @param minor 14 in 3.14.0
 * @param patch 0 in 3.14.0
 */
public record Version(int major, int minor, int patch) implements Comparable<Version> {
    /** The version that Debian and Ubuntu package. */
    public static final Version DEBIAN = new Version(2, 2, 2);

    /** The version that is fetched as a Python wheel. */
    public static final Version WHEEL = new Version(3, 14, 0);

    /** The versions that the tests run with, the preferred first. */
    public static final List<Version> TESTED = List.of(WHEEL, DEBIAN);

    private static final Comparator<Version> ORDER =
            Comparator.comparingInt(Version::major).thenComparingInt(Version::minor).thenComparingInt(Version::patch);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})");

    /**
     * The smallest version number with three digits each for minor and patch, such as 3014000; smaller ones have one
     * digit each, such as 222.
     */
    private static final int THREE_DIGITS = 1_000_000;

    /** The version that {@code mj_version()} and {@code mjVERSION_HEADER} give as a number, such as 222 or 3014000. */
    public static Version ofNumber(int number) {
        return number < THREE_DIGITS
                ? new Version(number / 100, number / 10 % 10, number % 10)
                : of(number);
    }

    /** The inverse of {@link #packed}. */
    public static Version of(int packed) {
        return new Version(packed / 1_000_000, packed / 1000 % 1000, packed % 1000);
    }

    /** A number that identifies the version and increases with it, such as 3014000. */
    public int packed() {
        return (major * 1000 + minor) * 1000 + patch;
    }

    /**
     * Parses a version such as {@code "3.14.0"}.
     *
     * @throws IllegalArgumentException if the text is not a version
     */
    public static Version parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a version such as 3.14.0: '" + text + "'");
        }
        return new Version(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    /** Whether this version is {@code major.minor.0} or later. */
    public boolean isAtLeast(int major, int minor) {
        return this.major > major || (this.major == major && this.minor >= minor);
    }

    @Override
    public int compareTo(Version other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
