package dev.advect.envs.humanoid;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file in BVH format: a hierarchy of joints with their offsets, and for each frame the values of their channels. Its axes are x
 * left, y up and z forward; angles are in degrees; lengths have the file's own unit, which is not stated in it.
 *
 * @param joints the joints, each after its parent
 * @param rate frames per second
 * @param frames the values of all joints' channels, one array for each frame
 */
@SuppressWarnings("ArrayRecordComponent") // only carries data, never compared
record BvhFile(List<Joint> joints, double rate, List<double[]> frames) {
    /** The largest number of frames that are read. */
    static final int MAX_FRAMES = 100_000;

    private static final int MAX_JOINTS = 200;
    private static final int MAX_DEPTH = 50;
    private static final List<Channel> POSITIONS = List.of(Channel.XPOSITION, Channel.YPOSITION, Channel.ZPOSITION);

    /** What a channel sets: a position along x, y, z or a rotation about them. */
    enum Channel {
        XPOSITION, YPOSITION, ZPOSITION, XROTATION, YROTATION, ZROTATION;

        boolean isRotation() {
            return compareTo(XROTATION) >= 0;
        }

        int axis() {
            return switch (this) {
                case XPOSITION, XROTATION -> 0;
                case YPOSITION, YROTATION -> 1;
                case ZPOSITION, ZROTATION -> 2;
            };
        }
    }

    /**
     * A joint.
     *
     * @param parent the index of its parent, -1 for the root
     * @param offset its position from the parent at rest
     * @param channels what its channels set, in their order
     * @param first the index of its first channel in a frame
     */
    record Joint(String name, int parent, List<Double> offset, List<Channel> channels, int first) {}

    /**
     * Reads the frames between two times.
     *
     * @param file what messages name
     * @param in the file's bytes, which are closed at the end
     * @param from the first time, s
     * @param to the last time, s; infinite for the end
     */
    static BvhFile read(Path file, InputStream in, double from, double to) throws IOException {
        try (BvhLines lines = new BvhLines(file, in)) {
            lines.expect("HIERARCHY");
            lines.expect("ROOT");
            List<Joint> joints = new ArrayList<>();
            joint(lines, joints, -1, 1);
            return motion(lines, joints, from, to);
        }
    }

    private static void joint(BvhLines lines, List<Joint> joints, int parent, int depth) throws IOException {
        String name = lines.next("the name of a joint");
        if (joints.size() == MAX_JOINTS || depth > MAX_DEPTH) {
            throw lines.error("more than " + MAX_JOINTS + " joints, or " + MAX_DEPTH + " below each other");
        }
        lines.expect("{");
        lines.expect("OFFSET");
        List<Double> offset = List.of(lines.number("an offset"), lines.number("an offset"), lines.number("an offset"));
        lines.expect("CHANNELS");
        int count = lines.wholeNumber("the number of channels", 6);
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Channel channel = channel(lines);
            if (channels.contains(channel)) {
                throw lines.error("the channel " + channel.name().toLowerCase(Locale.ROOT) + " is named twice");
            }
            channels.add(channel);
        }
        if (parent < 0 && !channels.containsAll(POSITIONS)) {
            throw lines.error("the root has no path, its channels are " + lower(channels) + "; " + lower(POSITIONS) + " are needed");
        }
        int first = joints.isEmpty() ? 0 : joints.getLast().first() + joints.getLast().channels().size();
        int index = joints.size();
        joints.add(new Joint(name, parent, offset, channels, first));
        String word = lines.next("JOINT, End or }");
        while (!word.equals("}")) {
            if (word.equalsIgnoreCase("JOINT")) {
                joint(lines, joints, index, depth + 1);
            } else if (word.equalsIgnoreCase("End")) {
                lines.expect("Site");
                lines.expect("{");
                lines.expect("OFFSET");
                for (int i = 0; i < 3; i++) {
                    lines.number("an offset");
                }
                lines.expect("}");
            } else {
                throw lines.error("'" + BvhLines.quoted(word) + "' instead of JOINT, End or }");
            }
            word = lines.next("JOINT, End or }");
        }
    }

    private static Channel channel(BvhLines lines) throws IOException {
        String word = lines.next("a channel");
        for (Channel channel : Channel.values()) {
            if (channel.name().equals(word.toUpperCase(Locale.ROOT))) {
                return channel;
            }
        }
        throw lines.error("'" + BvhLines.quoted(word) + "' is no channel; there are " + lower(List.of(Channel.values())));
    }

    private static String lower(List<Channel> channels) {
        return channels.toString().toLowerCase(Locale.ROOT);
    }

    private static BvhFile motion(BvhLines lines, List<Joint> joints, double from, double to) throws IOException {
        lines.expect("MOTION");
        lines.expect("Frames:");
        int count = lines.wholeNumber("the number of frames", Integer.MAX_VALUE);
        lines.expect("Frame");
        lines.expect("Time:");
        double seconds = lines.number("the time of a frame");
        if (!(seconds >= 1e-4 && seconds <= 1)) {
            throw lines.error("the time of a frame: " + seconds + " s is not possible, it must lie in 0.0001 … 1");
        }
        int width = joints.getLast().first() + joints.getLast().channels().size();
        List<double[]> frames = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            double[] values = new double[width];
            for (int i = 0; i < width; i++) {
                values[i] = lines.number("a channel's value in frame " + t);
            }
            if (t * seconds >= from - 1e-9 && t * seconds <= to + 1e-9) {
                if (frames.size() == MAX_FRAMES) {
                    throw lines.error("more than " + MAX_FRAMES + " frames; hint: name a part of the file, FILE:FROM-TO in seconds");
                }
                frames.add(values);
            }
        }
        if (lines.hasNext()) {
            throw lines.error("there are values after the last of " + count + " frames");
        }
        if (frames.size() < 2) {
            throw lines.error(frames.size() + " of " + count + " frames lie in the time asked for, at least 2 are needed");
        }
        return new BvhFile(List.copyOf(joints), 1 / seconds, frames);
    }
}
