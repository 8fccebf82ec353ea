package dev.advect.train;

import java.util.regex.Pattern;

/** A word of a command that is shown to the user, who may copy it into a shell. */
public final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_@%+=:,./-]+");

    private ShellWord() {}

    /** The text as one word of a POSIX shell: in single quotes, unless the shell takes every character as it is. */
    public static String quote(Object word) {
        String text = word.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
