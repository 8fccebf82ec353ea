package dev.advect.envs.suite;

import dev.advect.mujoco.DoubleView;

/** Helpers for computing observations and rewards. */
final class Observations {
    private Observations() {}

    /**
     * Writes the elements of a view, starting with element {@code from}, into an observation.
     *
     * @param offset the index in {@code observation} of the first element written
     * @return the index after the last element written
     */
    static int put(DoubleView view, int from, float[] observation, int offset) {
        int next = offset;
        for (int i = from; i < view.size(); i++) {
            observation[next++] = (float) view.get(i);
        }
        return next;
    }

    /** The index in MuJoCo's xmat of the element (row, column) of a body's rotation matrix, body to world. */
    static int rotation(int body, int row, int column) {
        return 9 * body + 3 * row + column;
    }

    /**
     * One component, in the axes of a frame, of the vector from one point to another.
     *
     * @param rotations rotation matrices, frame to world, {@code [n, 3, 3]}: xmat or geom_xmat
     * @param frame the row of {@code rotations} whose axes are used
     * @param axis 0, 1 or 2: x, y or z of the frame
     * @param points world positions, {@code [n, 3]}, of which {@code from} and {@code to} are rows
     */
    static double along(DoubleView rotations, int frame, int axis, DoubleView points, int from, int to) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += rotations.get(rotation(frame, i, axis)) * (points.get(3 * to + i) - points.get(3 * from + i));
        }
        return sum;
    }

    /** The distance between two rows of world positions, {@code [n, 3]}. */
    static double distance(DoubleView points, int first, int second) {
        double squares = 0;
        for (int i = 0; i < 3; i++) {
            double difference = points.get(3 * second + i) - points.get(3 * first + i);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }
}
