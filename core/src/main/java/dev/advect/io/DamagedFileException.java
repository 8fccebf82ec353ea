package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file's content violates its format. The message is one line that names the file. */
public final class DamagedFileException extends IOException {
    private static final int MAX_LENGTH = 300;

    /**
     * Creates an exception with a description of the damage. Control characters in it, which may come from the file,
     * are removed.
     */
    public DamagedFileException(Path file, String detail) {
        this(file, detail, null);
    }

    /** Creates an exception with a description of the damage and its cause. */
    public DamagedFileException(Path file, String detail, @Nullable Throwable cause) {
        super(file + " is damaged: " + oneLine(detail), cause);
    }

    private static String oneLine(String detail) {
        String clean = detail.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
        return clean.length() <= MAX_LENGTH ? clean : clean.substring(0, MAX_LENGTH) + "...";
    }
}
