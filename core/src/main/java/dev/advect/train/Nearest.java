package dev.advect.train;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** A search for the known name that a user most likely meant. */
public final class Nearest {
    /** The most names that are all shown; more would hide the hint. */
    private static final int MAX_NAMED = 16;

    private Nearest() {}

    /**
     * A hint for an unknown name: "; did you mean 'x'?" if a name is close enough, and all known names if they are few.
     */
    public static String hint(String typed, Collection<String> names) {
        String known = names.size() <= MAX_NAMED ? " (known: " + String.join(", ", names) + ")" : "";
        return find(typed, names).map(name -> "; did you mean '" + name + "'?").orElse("") + known;
    }

    /** The nearest name by edit distance, among those that differ in at most half of their letters. */
    public static Optional<String> find(String typed, Collection<String> names) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return names.stream()
                // filter first: a shorter name may be nearer and yet have little in common
                .filter(name -> distance(lower, name.toLowerCase(Locale.ROOT)) <= Math.max(2, name.length() / 2))
                .min(Comparator.comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT))));
    }

    /** The Levenshtein distance of two words. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
