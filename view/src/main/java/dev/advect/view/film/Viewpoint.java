package dev.advect.view.film;

import dev.advect.view.scene.Pose;
import dev.advect.view.scene.Rotations;

/**
 * Where a picture is taken from.
 *
 * @param position where the eye is, {@code [3]}
 * @param right the unit vector to the right of the picture, {@code [3]}
 * @param up the unit vector to its top, {@code [3]}
 * @param forward the unit vector into it, {@code [3]}
 * @param fieldOfView the vertical angle of view in degrees
 */
record Viewpoint(double[] position, double[] right, double[] up, double[] forward, double fieldOfView) {

    /** A view from a point to another one, with z upwards. */
    static Viewpoint lookAt(double[] from, double[] to, double fieldOfView) {
        double[] forward = unit(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
        double[] right = Math.hypot(forward[0], forward[1]) < 1e-6
                ? new double[] {1, 0, 0}
                : unit(forward[1], -forward[0], 0);
        double[] up = {
            right[1] * forward[2] - right[2] * forward[1],
            right[2] * forward[0] - right[0] * forward[2],
            right[0] * forward[1] - right[1] * forward[0]};
        return new Viewpoint(from, right, up, forward, fieldOfView);
    }

    /** The view of a model's camera at an instant. */
    static Viewpoint of(Pose pose, int camera, double fieldOfView) {
        int at = camera * Pose.FRAME;
        float[] frames = pose.cameras();
        double[] m = Rotations.toMatrix(frames, at + 3);
        return new Viewpoint(
                new double[] {frames[at], frames[at + 1], frames[at + 2]},
                new double[] {m[0], m[3], m[6]},
                new double[] {m[1], m[4], m[7]},
                new double[] {-m[2], -m[5], -m[8]},
                fieldOfView);
    }

    /** Writes the direction, of length 1, through a point of the picture, whose coordinates are in pixels. */
    void direction(double px, double py, int width, int height, double[] out) {
        double half = Math.tan(Math.toRadians(fieldOfView) / 2);
        double sx = (2 * px - width) / height * half;
        double sy = (height - 2 * py) / height * half;
        double x = forward[0] + sx * right[0] + sy * up[0];
        double y = forward[1] + sx * right[1] + sy * up[1];
        double z = forward[2] + sx * right[2] + sy * up[2];
        double length = Math.sqrt(x * x + y * y + z * z);
        out[0] = x / length;
        out[1] = y / length;
        out[2] = z / length;
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }
}
