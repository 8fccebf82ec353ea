package dev.advect.view.live;

import dev.advect.runtime.Squash;

/**
 * Many actions that a policy draws for one observation, and how the flow carries noise to them.
 *
 * @param size the number d of components of an action
 * @param times the flow times of the points as the fraction of the way, from 0 (noise) to 1 (action), {@code [K + 1]}
 * @param points the points before they are squashed, {@code [K + 1][n · d]}
 * @param squash the function that maps the last points to actions in [-1, 1]
 */
public record Cloud(int size, double[] times, float[][] points, Squash squash) {

    /** The number n of actions. */
    public int count() {
        return points[0].length / size;
    }

    /** The points at time k as the page draws them: after tanh, if actions pass through it; otherwise as they are. */
    float[] shown(int k) {
        float[] shown = points[k].clone();
        for (int i = 0; i < shown.length; i++) {
            shown[i] = squash == Squash.TANH ? (float) Math.tanh(shown[i]) : shown[i];
        }
        return shown;
    }
}
