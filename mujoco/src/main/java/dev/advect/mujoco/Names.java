package dev.advect.mujoco;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The message for a name that a model does not have. */
final class Names {
    private static final int SHOWN = 12;

    private Names() {}

    static String missing(ObjectType type, String name, List<String> available) {
        String kind = switch (type) {
            case KEY -> "keyframe";
            case HFIELD -> "height field";
            default -> type.name().toLowerCase(Locale.ROOT);
        };
        return missing(kind, name, available);
    }

    /** Says which names there are, the nearest first. */
    static String missing(String kind, String name, List<String> available) {
        List<String> named = available.stream()
                .filter(candidate -> !candidate.isEmpty())
                .sorted(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .toList();
        String message = "the model has no " + kind + " named '" + name + "'";
        if (available.isEmpty()) {
            return message + "; it has none at all";
        }
        if (named.isEmpty()) {
            return message + ", and none of its " + available.size() + " has a name";
        }
        String shown = named.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return message + "; it has " + shown + (named.size() > SHOWN ? ", ... (" + named.size() + ")" : "");
    }

    /** Levenshtein's distance, upper and lower case being the same. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
