package dev.advect.view.play;

import dev.advect.random.Rng;
import dev.advect.runtime.Squash;

/**
 * Many actions that a policy draws for one observation, and how the flow carries noise to them.
 *
 * @param size the number d of components of an action
 * @param times the flow times of the points as the fraction of the way, from 0 (noise) to 1 (action), {@code [K + 1]}
 * @param points the points before they are squashed, {@code [K + 1][n · d]}
 * @param squash the function that maps the last points to actions in [-1, 1]
 * @param unit what leads from one point to the next: a step of a solver, a denoising step, or a block
 */
public record Cloud(int size, double[] times, float[][] points, Squash squash, String unit) {

    /** The number of actions that are drawn. */
    private static final int ACTIONS = 256;

    /**
     * The noise of the actions, {@code [256 · noiseSize]}. It is always the same, so that points move only because the
     * observation does.
     *
     * @param noiseSize the number of standard normal values that one action needs
     */
    public static float[] noise(int noiseSize) {
        Rng random = new Rng(0, 2);
        float[] noise = new float[ACTIONS * noiseSize];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        return noise;
    }

    /** The number n of actions. */
    public int count() {
        return points[0].length / size;
    }

    /** The points at time k as the page draws them: after tanh, if actions pass through it; otherwise as they are. */
    public float[] shown(int k) {
        float[] shown = points[k].clone();
        for (int i = 0; i < shown.length; i++) {
            shown[i] = squash == Squash.TANH ? (float) Math.tanh(shown[i]) : shown[i];
        }
        return shown;
    }
}
