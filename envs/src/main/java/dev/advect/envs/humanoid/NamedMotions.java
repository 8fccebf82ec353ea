package dev.advect.envs.humanoid;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The motions that are part of advect, by the names that users give them: those of {@link MotionMaker}, and {@code cmu-walk}, 2.7 s
 * of a walk from the CMU Graphics Lab Motion Capture Database. Several together are {@code static}, {@code tuning} and
 * {@code stepping}.
 */
public final class NamedMotions {
    /** The name of the recorded walk. */
    public static final String CMU_WALK = "cmu-walk";

    private static final String CMU_FILE = "cmu-01-03-walk.bvh";

    private NamedMotions() {}

    /** All names, of motions and of groups. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(MotionMaker.all().keySet());
        names.addAll(List.of(CMU_WALK, "static", "tuning", "stepping"));
        return names;
    }

    /** The motions with a name; none if it is unknown. */
    public static List<MotionClip> get(String name) {
        return switch (name) {
            case CMU_WALK -> List.of(cmuWalk());
            case "static" -> MotionMaker.named(MotionMaker.STATIC);
            case "tuning" -> MotionMaker.named(MotionMaker.TUNING);
            case "stepping" -> MotionMaker.named(MotionMaker.STEPPING);
            default -> {
                MotionClip clip = MotionMaker.all().get(name);
                yield clip == null ? List.of() : List.of(clip);
            }
        };
    }

    /** Whether a motion was recorded from a person, rather than made by code. */
    public static boolean isRecorded(String name) {
        return name.equals(CMU_WALK);
    }

    private static MotionClip cmuWalk() {
        InputStream in = Objects.requireNonNull(NamedMotions.class.getResourceAsStream(CMU_FILE), CMU_FILE);
        try {
            return Retarget.of(BvhReader.read(Path.of(CMU_FILE), in, 0, Double.POSITIVE_INFINITY)).named(CMU_WALK);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
