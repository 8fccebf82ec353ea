package dev.advect.app.reproduce;

import dev.advect.app.options.ClipArgument;
import dev.advect.envs.humanoid.MotionClip;
import dev.advect.envs.humanoid.MotionMaker;
import dev.advect.train.ConfigException;
import dev.advect.train.Nearest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Motions named on the command line. */
final class ClipArguments {
    private ClipArguments() {}

    /** The motions of one argument: a group, a motion made by code, or a file. */
    static List<MotionClip> read(String text, boolean mirror) throws IOException {
        if (ClipArgument.isFile(text)) {
            MotionClip clip = ClipArgument.parse(text).read();
            return mirror ? List.of(clip, clip.mirrored()) : List.of(clip);
        }
        List<String> names = switch (text) {
            case "static" -> MotionMaker.STATIC;
            case "tuning" -> MotionMaker.TUNING;
            case "stepping" -> MotionMaker.STEPPING;
            default -> List.of(text);
        };
        if (MotionMaker.all().keySet().containsAll(names)) {
            return MotionMaker.named(names);
        }
        List<String> known = new ArrayList<>(MotionMaker.all().keySet());
        known.addAll(List.of("static", "tuning", "stepping"));
        throw new ConfigException("unknown motion '" + text + "'" + Nearest.hint(text, known));
    }
}
