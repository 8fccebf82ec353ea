package dev.advect.envs.suite;

import dev.advect.mujoco.DoubleView;

/** Small pieces that observations and rewards are put together from. */
final class Observations {
    private Observations() {}

    /**
     * Appends the elements of a view from the given one on.
     *
     * @param at where the first goes
     * @return where the next one goes
     */
    static int put(DoubleView view, int from, float[] observation, int at) {
        for (int i = from; i < view.size(); i++) {
            observation[at++] = (float) view.get(i);
        }
        return at;
    }

    /** Where the element (row, column) of a body's rotation matrix, body to world, lies in MuJoCo's xmat. */
    static int rotation(int body, int row, int column) {
        return 9 * body + 3 * row + column;
    }

    /**
     * A component of the vector from one point to another in the axes of a frame.
     *
     * @param rotations rotation matrices, frame to world, {@code [n, 3, 3]}: xmat or geom_xmat
     * @param frame the row of {@code rotations} whose axes are meant
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
