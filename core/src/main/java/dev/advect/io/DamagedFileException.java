package dev.advect.io;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/** A file's content is not what its format demands. The message is one line that names the file. */
public final class DamagedFileException extends IOException {
    private static final int LONGEST = 300;

    /** Says what is wrong with a file. Control characters of the detail, which may come from the file, are removed. */
    public DamagedFileException(Path file, String detail) {
        this(file, detail, null);
    }

    /** Says what is wrong with a file, and what told so. */
    public DamagedFileException(Path file, String detail, @Nullable Throwable cause) {
        super(file + " is damaged: " + oneLine(detail), cause);
    }

    private static String oneLine(String detail) {
        String clean = detail.replaceAll("[\\p{Cntrl}\u2028\u2029]+", " ").strip();
        return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "...";
    }
}
