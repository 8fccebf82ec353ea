package dev.advect.data;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file does not contain valid demonstrations. The message is one line that names the file. */
public final class DemonstrationException extends IOException {
    DemonstrationException(Path file, String detail) {
        this(file, detail, null);
    }

    DemonstrationException(Path file, String detail, @Nullable Throwable cause) {
        super(file + ": " + detail.replaceAll("[\\p{Cntrl}]+", " ").strip(), cause);
    }
}
