package dev.advect.train;

import java.util.regex.Pattern;

/** Quoting of words in commands that are shown to the user, who may copy them into a shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private ShellWord() {}

    /** Formats text as one word of a POSIX shell, in single quotes unless no character needs quoting. */
    public static String quote(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
