package dev.advect.learner;

import dev.advect.config.InvalidValueException;

import java.util.List;

/** Range checks for configuration values. Each error names the key, the value and the permitted range. */
public final class ConfigChecks {
    private ConfigChecks() {}

    public static void atLeast(String key, long value, long min) {
        if (value < min) {
            throw new InvalidValueException(key + ": " + value + " is not possible, it must be at least " + min);
        }
    }

    public static void between(String key, long value, long low, long high) {
        if (value < low || value > high) {
            throw new InvalidValueException(
                    key + ": " + value + " is not possible, it must lie in [" + low + ", " + high + "]");
        }
    }

    public static void positive(String key, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new InvalidValueException(key + ": " + value + " is not possible, it must be positive");
        }
    }

    public static void within(String key, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new InvalidValueException(
                    key + ": " + value + " is not possible, it must lie in [" + low + ", " + high + "]");
        }
    }

    public static void widths(String key, List<Integer> widths) {
        if (widths.isEmpty() || widths.stream().anyMatch(width -> width == null || width < 1)) {
            throw new InvalidValueException(
                    key + ": " + widths + " is not possible, it must name at min one width, each at min 1");
        }
    }
}
