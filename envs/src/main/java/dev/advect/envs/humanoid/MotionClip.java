package dev.advect.envs.humanoid;

import java.util.Arrays;

/**
 * A recorded or composed motion: the pelvis's position and the local rotations of all 24 bodies at a constant frame rate.
 * It does not depend on the variant of the body; {@link ReferenceMotion} fits it to one.
 */
public final class MotionClip {
    private final String name;
    private final double rate;
    private final int frames;
    private final double[] root;
    private final double[] rotations;

    /**
     * Creates a motion.
     *
     * @param rate frames per second
     * @param root positions of the pelvis, m, {@code [frames, 3]}
     * @param rotations rotations of the bodies relative to their parents, of the pelvis in the world, as unit quaternions w x
     *     y z, {@code [frames, 24, 4]}
     * @throws IllegalArgumentException if the sizes do not match, there are fewer than two frames, or a number is not finite
     */
    public MotionClip(String name, double rate, double[] root, double[] rotations) {
        frames = root.length / 3;
        if (frames < 2 || root.length != 3 * frames || rotations.length != frames * Anatomy.BODIES * 4) {
            throw new IllegalArgumentException("motion " + name + ": " + root.length + " positions and " + rotations.length
                    + " rotations are not possible, it needs 3 and 96 for each of at least two frames");
        }
        if (!(rate > 0) || !Double.isFinite(rate) || !finite(root) || !finite(rotations)) {
            throw new IllegalArgumentException("motion " + name + ": a number is not finite, or the frame rate not positive");
        }
        this.name = name;
        this.rate = rate;
        this.root = root.clone();
        this.rotations = rotations.clone();
    }

    private static boolean finite(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
    }

    public String name() {
        return name;
    }

    /** The frame rate, frames per second. */
    public double rate() {
        return rate;
    }

    /** The number of frames. */
    public int frames() {
        return frames;
    }

    /** The time from the first to the last frame, s. */
    public double seconds() {
        return (frames - 1) / rate;
    }

    /**
     * Writes the motion at a time; times outside the motion give its ends.
     *
     * @param seconds the time since the first frame
     * @param position receives the pelvis's position, m, {@code [3]}
     * @param local receives the local rotations, {@code [24, 4]}
     */
    public void at(double seconds, double[] position, double[] local) {
        double frame = Math.clamp(seconds * rate, 0.0, frames - 1.0);
        int from = Math.min((int) frame, frames - 2);
        double fraction = frame - from;
        for (int i = 0; i < 3; i++) {
            position[i] = root[3 * from + i] * (1 - fraction) + root[3 * (from + 1) + i] * fraction;
        }
        int width = Anatomy.BODIES * 4;
        for (int i = 0; i < width; i += 4) {
            Quaternion.interpolate(rotations, from * width + i, rotations, (from + 1) * width + i, fraction, local, i);
        }
    }

    /** The pelvis's positions, m, as a new array {@code [frames, 3]}. */
    public double[] root() {
        return root.clone();
    }

    /** The local rotations as a new array {@code [frames, 24, 4]}. */
    public double[] rotations() {
        return rotations.clone();
    }

    /** The motion under another name. */
    public MotionClip named(String other) {
        return new MotionClip(other, rate, root, rotations);
    }

    /** The mirror image of the motion, in which left and right are exchanged. */
    public MotionClip mirrored() {
        double[] mirroredRoot = root.clone();
        for (int i = 1; i < root.length; i += 3) {
            mirroredRoot[i] = -root[i];
        }
        double[] mirroredRotations = new double[rotations.length];
        for (int i = 0; i < rotations.length; i += 4) {
            int body = i / 4 % Anatomy.BODIES;
            int to = i + 4 * (Anatomy.mirrored(body) - body);
            // a reflection of y keeps rotations about y and reverses those about x and z
            mirroredRotations[to] = rotations[i];
            mirroredRotations[to + 1] = -rotations[i + 1];
            mirroredRotations[to + 2] = rotations[i + 2];
            mirroredRotations[to + 3] = -rotations[i + 3];
        }
        return new MotionClip(name + "-mirrored", rate, mirroredRoot, mirroredRotations);
    }
}
