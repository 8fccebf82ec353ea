package dev.advect.app.options;

import dev.advect.config.InvalidValueException;
import dev.advect.envs.humanoid.MotionClip;
import dev.advect.envs.humanoid.MotionFiles;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A motion's file on the command line, {@code FILE} or {@code FILE:FROM-TO}.
 *
 * @param file the file
 * @param from the time at which the motion begins, s
 * @param to the time at which it ends, s; infinite for the end of the file
 */
public record ClipArgument(Path file, double from, double to) {
    private static final Pattern PART = Pattern.compile("(?<file>.+):(?<from>[0-9.]+)-(?<to>[0-9.]+)");

    /** Parses an argument. */
    public static ClipArgument parse(String text) {
        Matcher part = PART.matcher(text);
        if (!part.matches()) {
            return new ClipArgument(Path.of(text), 0, Double.POSITIVE_INFINITY);
        }
        try {
            double from = Double.parseDouble(part.group("from"));
            double to = Double.parseDouble(part.group("to"));
            if (to > from) {
                return new ClipArgument(Path.of(part.group("file")), from, to);
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new InvalidValueException("'" + text + "': the part has to be FROM-TO in seconds, such as 0.5-3");
    }

    /** Whether a text names a motion's file. */
    public static boolean isFile(String text) {
        return MotionFiles.isMotion(parse(text).file());
    }

    /** Reads the motion. */
    public MotionClip read() throws IOException {
        return MotionFiles.read(file, from, to);
    }
}
