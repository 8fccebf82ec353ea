package dev.advect.data;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** Puts {@link Demonstrations} together, episode by episode. */
public final class DemonstrationBuilder {
    private final int observationSize;
    private final int actionSize;
    private final Floats observation = new Floats();
    private final Floats action = new Floats();
    private final Floats reward = new Floats();
    private final Floats next = new Floats();
    private boolean[] terminated = new boolean[1024];
    private boolean[] truncated = new boolean[1024];
    private int[] starts = new int[64];
    private int episodes;
    private boolean within;

    /** An array that grows. */
    private static final class Floats {
        private float[] values = new float[1024];
        private int size;

        void add(float[] from, int at, int n) {
            if (size + n > values.length) {
                values = Arrays.copyOf(values, Math.max(size + n, (int) Math.min(2L * values.length, Integer.MAX_VALUE - 8)));
            }
            System.arraycopy(from, at, values, size, n);
            size += n;
        }

        float[] toArray() {
            return Arrays.copyOf(values, size);
        }
    }

    public DemonstrationBuilder(int observationSize, int actionSize) {
        this.observationSize = observationSize;
        this.actionSize = actionSize;
    }

    /** Steps so far. */
    public int steps() {
        return reward.size;
    }

    /**
     * Adds a step; the one after a step that ends an episode begins the next.
     *
     * @param s where it was taken, observationSize numbers from {@code sAt}
     * @param a what was done, actionSize numbers from {@code aAt}
     * @param s2 where it led, observationSize numbers from {@code s2At}
     */
    public void add(float[] s, int sAt, float[] a, int aAt, double r, float[] s2, int s2At, boolean isTerminated,
            boolean isTruncated) {
        int step = reward.size;
        if (!within) {
            starts = episodes < starts.length ? starts : Arrays.copyOf(starts, 2 * episodes);
            starts[episodes++] = step;
        }
        if (step == terminated.length) {
            terminated = Arrays.copyOf(terminated, 2 * step);
            truncated = Arrays.copyOf(truncated, 2 * step);
        }
        observation.add(s, sAt, observationSize);
        action.add(a, aAt, actionSize);
        reward.add(new float[] {(float) r}, 0, 1);
        next.add(s2, s2At, observationSize);
        terminated[step] = isTerminated;
        truncated[step] = isTruncated;
        within = !isTerminated && !isTruncated;
    }

    /** The episode that is under way, if there is one, was cut off. */
    public void cutOff() {
        if (within) {
            truncated[reward.size - 1] = true;
            within = false;
        }
    }

    /**
     * Adds an episode of T steps.
     *
     * <p>Its last step leads to the row T of the observations, or of {@code nexts}, if there is one. If not, and its
     * future does not count, it may lead anywhere; else where it led is not known, and it is left out.
     *
     * @param observations {@code [T, o]} or {@code [T + 1, o]}
     * @param actions {@code [T, d]}
     * @param rewards {@code [T]}
     * @param ends {@code [T]}, true where the episode was terminated; what follows is an episode of its own
     * @param nexts {@code [T, o]}, where each step led; null if that is the next observation
     */
    void add(Table observations, Table actions, float[] rewards, boolean[] ends, @Nullable Table nexts) {
        int steps = actions.rows();
        int o = observationSize;
        for (int t = 0; t < steps; t++) {
            float[] s2 = nexts == null ? observations.values() : nexts.values();
            int row = nexts == null ? t + 1 : t;
            if (row * o == s2.length) {
                if (!ends[t]) {
                    break;
                }
                row = t;
            }
            add(observations.values(), t * o, actions.values(), t * actionSize, rewards[t], s2, row * o, ends[t], false);
        }
        cutOff();
    }

    /** @throws IllegalArgumentException where there is nothing */
    public Demonstrations build() {
        cutOff();
        int n = reward.size;
        return new Demonstrations(observationSize, actionSize, observation.toArray(), action.toArray(), reward.toArray(),
                next.toArray(), Arrays.copyOf(terminated, n), Arrays.copyOf(truncated, n),
                Arrays.copyOf(starts, episodes));
    }
}
