package dev.advect.app.options;

import dev.advect.config.InvalidValueException;
import dev.advect.envs.humanoid.MotionClip;
import dev.advect.envs.humanoid.NamedMotions;
import dev.advect.train.Nearest;

import java.io.IOException;
import java.util.List;

/** Motions named on the command line. */
public final class ClipArguments {
    private ClipArguments() {}

    /**
     * Reads the motions of one argument: a name of {@link NamedMotions}, or a file.
     *
     * @param mirror whether the mirror image of a recorded motion is added
     */
    public static List<MotionClip> read(String text, boolean mirror) throws IOException {
        boolean file = ClipArgument.isFile(text);
        List<MotionClip> clips = file ? List.of(ClipArgument.parse(text).read()) : NamedMotions.get(text);
        if (clips.isEmpty()) {
            throw new InvalidValueException("unknown motion '" + text + "'" + Nearest.hint(text, NamedMotions.names()));
        }
        return mirror && (file || NamedMotions.isRecorded(text)) ? List.of(clips.getFirst(), clips.getFirst().mirrored()) : clips;
    }
}
