package dev.advect.app.console;

import dev.advect.io.AtomicFile;
import dev.advect.train.ConfigException;

import java.io.IOException;
import java.nio.file.Path;

/** The files that options name to be written. */
public final class Outputs {
    private Outputs() {}

    /** Refuses one that cannot be written, before anything long is begun. */
    public static void requireWritable(Path file) {
        try {
            AtomicFile.requireWritable(file);
        } catch (IOException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }
}
