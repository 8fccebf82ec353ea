package dev.advect.data;

import dev.advect.config.InvalidValueException;

/**
 * Episodes that someone else has done, as flat arrays of n steps, the episodes one after the other.
 *
 * @param observationSize o
 * @param actionSize d
 * @param observation where a step was taken, {@code [n · o]}
 * @param action what was done, {@code [n · d]}, in [-1, 1]
 * @param reward of the step, {@code [n]}
 * @param nextObservation where it led, {@code [n · o]}; of an episode's last step, its last observation
 * @param terminated {@code [n]}, true where the future is worth nothing
 * @param truncated {@code [n]}, true where the episode was cut off
 * @param starts the first step of every episode, rising from 0; the last step of an episode that is marked as neither
 *     terminated nor truncated counts as truncated
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of data, never compared
public record Demonstrations(
        int observationSize,
        int actionSize,
        float[] observation,
        float[] action,
        float[] reward,
        float[] nextObservation,
        boolean[] terminated,
        boolean[] truncated,
        int[] starts) {

    public Demonstrations {
        int n = reward.length;
        require(n > 0, "they hold no steps");
        require(observationSize > 0 && actionSize > 0, "observations and actions need at least one component");
        size("observation", observation.length, n, observationSize);
        size("action", action.length, n, actionSize);
        size("nextObservation", nextObservation.length, n, observationSize);
        size("terminated", terminated.length, n, 1);
        size("truncated", truncated.length, n, 1);
        require(starts.length > 0 && starts[0] == 0, "the first episode does not start at step 0");
        for (int i = 0; i < starts.length; i++) {
            int end = i + 1 < starts.length ? starts[i + 1] : n;
            require(end > starts[i] && end <= n, "episode " + i + " starts at " + starts[i] + " and ends before " + end);
            for (int step = starts[i]; step < end - 1; step++) {
                require(!terminated[step] && !truncated[step], "episode " + i + " goes on after its end, step " + step);
            }
        }
        finite("observation", observation, observationSize);
        finite("action", action, actionSize);
        finite("reward", reward, 1);
        finite("nextObservation", nextObservation, observationSize);
    }

    private static void require(boolean good, String otherwise) {
        if (!good) {
            throw new InvalidValueException("demonstrations: " + otherwise);
        }
    }

    private static void size(String name, int found, int n, int width) {
        require(found == (long) n * width, name + " has " + found + " elements, " + n + " steps need " + (long) n * width);
    }

    private static void finite(String name, float[] values, int width) {
        for (int i = 0; i < values.length; i++) {
            require(Float.isFinite(values[i]), name + " of step " + i / width + " holds " + values[i]);
        }
    }

    /** Refuses an environment or policy of other sizes. */
    public void requireFit(int observations, int actions) {
        if (observationSize != observations || actionSize != actions) {
            throw new InvalidValueException("the demonstrations' observations and actions have " + observationSize
                    + " and " + actionSize + " components, the environment's have " + observations + " and " + actions);
        }
    }

    /** n. */
    public int steps() {
        return reward.length;
    }

    public int episodes() {
        return starts.length;
    }

    /** One past an episode's last step. */
    public int end(int episode) {
        return episode + 1 < starts.length ? starts[episode + 1] : steps();
    }
}
