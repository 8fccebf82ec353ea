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
}
