package dev.advect.experiments.humanoid;

import dev.advect.envs.humanoid.MotionClip;
import dev.advect.io.AtomicFile;
import dev.advect.train.RunException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The file {@code motions.txt} of an experiment's folder, with a line for each motion on which its policies are trained: its name, its
 * length and a hash of its frames. The configurations of the runs do not name the motions, so that without it a run could be
 * continued on others unnoticed.
 */
public final class MotionList {
    /** The number of bytes of a hash that are noted. */
    private static final int HASH = 8;

    private MotionList() {}

    /**
     * Refuses motions of the same name, by which rows and tables tell them apart.
     *
     * @throws RunException if two have the same name
     */
    public static void requireDistinct(List<MotionClip> motions) throws RunException {
        Set<String> names = new HashSet<>();
        for (MotionClip clip : motions) {
            if (!names.add(clip.name())) {
                throw new RunException("two motions are called '" + clip.name() + "', and results would not tell them apart: name each "
                        + "motion once, and rename one of two files of the same name");
            }
        }
    }

    /**
     * Notes the motions of a new experiment; an experiment that goes on must have the same.
     *
     * @throws RunException if it was begun with other motions
     */
    public static void noteOrRequire(Path folder, List<MotionClip> motions) throws IOException {
        Path file = folder.resolve("motions.txt");
        if (!Files.exists(file)) {
            Files.createDirectories(folder);
            AtomicFile.writeString(file, String.join("", motions.stream().map(clip -> line(clip) + System.lineSeparator()).toList()));
        } else if (!areNoted(Files.readAllLines(file), motions)) {
            throw new RunException(folder + " was begun with other motions, see motions.txt in it: name another folder with --out, "
                    + "or evaluate its policies on these with --evaluate-only");
        }
    }

    private static boolean areNoted(List<String> lines, List<MotionClip> motions) {
        if (lines.size() != motions.size()) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            MotionClip clip = motions.get(i);
            if (!lines.get(i).equals(line(clip)) && !lines.get(i).equals(olderLine(clip))) {
                return false;
            }
        }
        return true;
    }

    private static String line(MotionClip clip) {
        return String.format(Locale.ROOT, "%s %.2f s %s", clip.name(), clip.seconds(), hash(clip));
    }

    /** The line that older versions wrote: without a hash, and with the file's name only for a part of a file. */
    private static String olderLine(MotionClip clip) {
        return String.format(Locale.ROOT, "%s %.2f s", clip.name().replaceFirst(":[0-9.]+-[0-9.]*", ""), clip.seconds());
    }

    /** A hash of all frames in millionths, so that the last bits, in which machines may differ, do not count. */
    private static String hash(MotionClip clip) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        for (double[] values : List.of(clip.root(), clip.rotations())) {
            ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * values.length);
            for (double value : values) {
                bytes.putLong(Math.round(1e6 * value));
            }
            digest.update(bytes.array());
        }
        return HexFormat.of().formatHex(digest.digest(), 0, HASH);
    }
}
