package dev.advect.app.options;

import java.util.Map;

/** The keys of {@code --set}. */
public final class SetKeys {
    private SetKeys() {}

    /** Whether the values name a key, by its full path or without the first part of the path. */
    public static boolean isSet(Map<String, String> values, String key) {
        return values.containsKey(key) || values.containsKey(key.substring(key.indexOf('.') + 1));
    }
}
