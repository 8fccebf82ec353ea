package dev.advect.view.play;

import dev.advect.runtime.Squash;

/** Clouds of policies whose way from noise to action is not known, or does not exist: only its two ends are shown. */
final class Ends {
    private Ends() {}

    /** A function that computes an action for each row. */
    interface Rows {
        void act(float[] observations, float[] noise, float[] actions);
    }

    /**
     * Draws the actions.
     *
     * @param observation one raw observation
     * @param noise standard normal values, {@code [n · noiseSize]}
     * @param chunk the number of actions of a decision, of which the first is shown
     * @param size the number of components of an action
     */
    static Cloud cloud(float[] observation, float[] noise, int noiseSize, int chunk, int size, Rows rows) {
        int n = noise.length / noiseSize;
        float[] actions = new float[n * chunk * size];
        rows.act(repeat(observation, n), noise, actions);
        float[][] points = {firstOf(noise, n, noiseSize, size), firstOf(actions, n, chunk * size, size)};
        return new Cloud(size, new double[] {0, 1}, points, Squash.CLIP, "step");
    }

    /** The same row {@code n} times. */
    static float[] repeat(float[] row, int n) {
        float[] all = new float[n * row.length];
        for (int i = 0; i < n; i++) {
            System.arraycopy(row, 0, all, i * row.length, row.length);
        }
        return all;
    }

    /** The first {@code size} columns of {@code n} rows of the given width. */
    static float[] firstOf(float[] rows, int n, int width, int size) {
        float[] first = new float[n * size];
        for (int i = 0; i < n; i++) {
            System.arraycopy(rows, i * width, first, i * size, size);
        }
        return first;
    }
}
