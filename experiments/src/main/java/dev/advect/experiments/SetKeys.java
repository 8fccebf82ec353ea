package dev.advect.experiments;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

import static dev.advect.config.InvalidValueException.throwIf;

/** The keys of {@code --set}, each of which names a key of the configuration by its full path or without the first part of it. */
public final class SetKeys {
    private SetKeys() {}

    /** Whether the values name a key. */
    public static boolean isSet(Map<String, String> values, String key) {
        return value(values, key) != null;
    }

    /** The value of a key; null if the values do not name it. */
    public static @Nullable String value(Map<String, String> values, String key) {
        String full = values.get(key);
        return full != null ? full : values.get(brief(key));
    }

    /** The values of an experiment's own, by full path, without those that {@code --set} replaces. */
    public static Map<String, String> unlessSet(Map<String, String> own, Map<String, String> values) {
        Map<String, String> left = new LinkedHashMap<>(own);
        left.keySet().removeIf(key -> isSet(values, key));
        return left;
    }

    /**
     * Rejects values that could have no effect, or one that results do not show, as a part of an experiment sets them itself.
     *
     * @param own the full paths of the keys that it sets
     * @param whose the part, as the user calls it
     */
    public static void refuse(Map<String, String> values, Collection<String> own, String whose) {
        own.forEach(key -> throwIf(isSet(values, key),
                "--set=" + (values.containsKey(key) ? key : brief(key)) + " is not possible with " + whose + ", which sets " + key
                        + " itself"));
    }

    private static String brief(String key) {
        return key.substring(key.indexOf('.') + 1);
    }
}
