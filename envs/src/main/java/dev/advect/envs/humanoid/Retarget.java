package dev.advect.envs.humanoid;

import java.util.Arrays;

/**
 * The transfer of a recorded motion to the humanoid's dimensions. Rotations stay; the path of the pelvis is scaled by the length of
 * the legs, begins at the origin and looks along x; and the feet are put on the ground.
 *
 * <p>The height by which the lowest point of the soles is off the ground is subtracted frame by frame, smoothed over a fifth of a
 * second. Frames in which both feet are well above their lowest within half a second are in the air, and follow that instead.
 */
final class Retarget {
    private static final double IN_THE_AIR = 0.1;
    private static final double AROUND = 0.5;
    private static final double SMOOTHING = 0.1;

    private Retarget() {}

    static MotionClip of(RecordedMotion motion) {
        int frames = motion.frames();
        int width = 4 * Anatomy.BODIES;
        double[] world = motion.world().clone();
        double[] root = motion.root().clone();
        double scale = (Anatomy.THIGH + Anatomy.SHANK) / motion.leg();
        double[] turn = Quaternion.about(2, -Quaternion.heading(world, 0));
        double x = root[0];
        double y = root[1];
        for (int t = 0; t < frames; t++) {
            Quaternion.rotate(turn, 0, scale * (root[3 * t] - x), scale * (root[3 * t + 1] - y), scale * root[3 * t + 2], root, 3 * t);
            for (int i = t * width; i < (t + 1) * width; i += 4) {
                Quaternion.multiply(turn, 0, world, i, world, i);
            }
        }
        double[] low = new double[frames];
        for (int t = 0; t < frames; t++) {
            low[t] = Soles.lowest(root, 3 * t, world, t * width);
        }
        double[] ground = smoothed(grounded(low, motion.rate()), motion.rate());
        for (int t = 0; t < frames; t++) {
            root[3 * t + 2] -= ground[t];
        }
        return new MotionClip(motion.name(), motion.rate(), root, local(world, frames));
    }

    private static double[] local(double[] world, int frames) {
        double[] local = new double[world.length];
        for (int t = 0; t < frames; t++) {
            for (int body = 0; body < Anatomy.BODIES; body++) {
                int i = 4 * (t * Anatomy.BODIES + body);
                if (body == 0) {
                    System.arraycopy(world, i, local, i, 4);
                } else {
                    int p = 4 * (t * Anatomy.BODIES + Anatomy.parent(body));
                    double[] inverse = {world[p], -world[p + 1], -world[p + 2], -world[p + 3]};
                    Quaternion.multiply(inverse, 0, world, i, local, i);
                }
            }
        }
        return local;
    }

    /** The heights, but where nothing touches the ground, the lowest around. */
    private static double[] grounded(double[] low, double rate) {
        int around = (int) Math.round(AROUND * rate);
        double[] ground = new double[low.length];
        for (int t = 0; t < low.length; t++) {
            double least = Double.POSITIVE_INFINITY;
            for (int i = Math.max(0, t - around); i <= Math.min(low.length - 1, t + around); i++) {
                least = Math.min(least, low[i]);
            }
            ground[t] = low[t] - least < IN_THE_AIR ? low[t] : least;
        }
        return ground;
    }

    /** Means over a fifth of a second. */
    static double[] smoothed(double[] values, double rate) {
        int around = (int) Math.round(SMOOTHING * rate);
        double[] smooth = new double[values.length];
        for (int t = 0; t < values.length; t++) {
            int from = Math.max(0, t - around);
            int to = Math.min(values.length, t + around + 1);
            smooth[t] = Arrays.stream(values, from, to).average().orElseThrow();
        }
        return smooth;
    }
}
