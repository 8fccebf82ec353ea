package dev.advect.envs.humanoid;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Locale;

/** Motions from files, transferred to the humanoid: BVH, and AMASS's npz with the keys of SMPL-H or SMPL-X. */
public final class MotionFiles {
    private MotionFiles() {}

    /** Whether a file's name ends as that of a motion. */
    public static boolean isMotion(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".bvh") || name.endsWith(".npz");
    }

    /**
     * Reads a part of a file. The motion is called after the file and the part, such as {@code 01_03:12.8-15.6}, and after the file
     * alone if it is the whole.
     *
     * @param from the time at which the motion begins, s
     * @param to the time at which it ends, s; infinite for the end of the file
     * @throws IOException if the file cannot be read or holds no motion; the message says where and why
     */
    public static MotionClip read(Path file, double from, double to) throws IOException {
        if (!isMotion(file)) {
            throw new MotionFileException(file, "a motion's file ends with .bvh or .npz");
        }
        boolean bvh = file.toString().toLowerCase(Locale.ROOT).endsWith(".bvh");
        MotionClip clip = Retarget.of(bvh ? BvhReader.read(file, from, to) : AmassReader.read(file, from, to));
        return from <= 0 && to == Double.POSITIVE_INFINITY ? clip : clip.named(clip.name() + ":" + plain(from) + "-" + plain(to));
    }

    /** A time without needless digits; nothing for the end of the file. */
    private static String plain(double seconds) {
        return Double.isInfinite(seconds) ? "" : BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
    }
}
