package dev.advect.app.console;

import dev.advect.config.InvalidValueException;
import dev.advect.io.AtomicFile;

import java.io.IOException;
import java.nio.file.Path;

/** Checks of the output files that options name. */
public final class Outputs {
    private Outputs() {}

    /** Rejects a file that cannot be written, before any long work begins. */
    public static void requireWritable(Path file) {
        try {
            AtomicFile.requireWritable(file);
        } catch (IOException e) {
            throw new InvalidValueException(String.valueOf(e.getMessage()), e);
        }
    }
}
