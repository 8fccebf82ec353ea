package dev.advect.envs.humanoid;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown if a file holds no motion that can be used. The message names the file, the line if there are lines, and the reason. */
public final class MotionFileException extends IOException {
    private static final long serialVersionUID = 1;

    MotionFileException(Path file, String reason) {
        super(file + ": " + reason);
    }

    MotionFileException(Path file, int line, String reason) {
        super(file + ": line " + line + ": " + reason);
    }
}
