package dev.advect.data;

import dev.advect.env.ObservationPart;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * Puts {@link Demonstrations} together, step by step. Where the number of steps is known before, memory is taken once and
 * handed over to what is built.
 */
public final class DemonstrationBuilder {
    private static final int FIRST_STEPS = 64;

    private final int observationSize;
    private final int actionSize;
    private final List<ObservationPart> parts;
    private float[] observation;
    private float[] action;
    private float[] reward;
    private float[] next;
    private boolean[] terminated;
    private boolean[] truncated;
    private int steps;
    private int[] starts = new int[64];
    private int episodes;
    private boolean within;
    private int leftOut;

    /** A builder of observations whose parts have no names, and of as many steps as there will be. */
    public DemonstrationBuilder(int observationSize, int actionSize) {
        this(observationSize, actionSize, List.of(), FIRST_STEPS);
    }

    /**
     * A builder with memory for a number of steps; there may be more or fewer.
     *
     * @param parts of an observation, see {@link Demonstrations}
     */
    public DemonstrationBuilder(int observationSize, int actionSize, List<ObservationPart> parts, int expectedSteps) {
        this.observationSize = observationSize;
        this.actionSize = actionSize;
        this.parts = parts;
        observation = new float[Math.multiplyExact(expectedSteps, observationSize)];
        action = new float[Math.multiplyExact(expectedSteps, actionSize)];
        reward = new float[expectedSteps];
        next = new float[observation.length];
        terminated = new boolean[expectedSteps];
        truncated = new boolean[expectedSteps];
    }

    /** Steps so far. */
    public int steps() {
        return steps;
    }

    /** Steps that were left out so far, as it is not known where they led. */
    int leftOut() {
        return leftOut;
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
        makeRoom();
        System.arraycopy(s, sAt, observation, steps * observationSize, observationSize);
        System.arraycopy(a, aAt, action, steps * actionSize, actionSize);
        System.arraycopy(s2, s2At, next, steps * observationSize, observationSize);
        added((float) r, isTerminated, isTruncated);
    }

    /** Adds all episodes of another builder, of the same sizes. */
    public void addAll(DemonstrationBuilder other) {
        cutOff();
        other.cutOff();
        for (int i = 0; i < other.steps; i++) {
            add(other.observation, i * observationSize, other.action, i * actionSize, other.reward[i], other.next,
                    i * observationSize, other.terminated[i], other.truncated[i]);
        }
    }

    /** Adds a step whose numbers lie in rows: where it was taken and what was done in row t, where it led in row t2. */
    void add(Rows s, Rows a, int t, double r, Rows s2, int t2, boolean isTerminated) throws DemonstrationException {
        makeRoom();
        s.read(t, observation, steps * observationSize);
        a.read(t, action, steps * actionSize);
        s2.read(t2, next, steps * observationSize);
        added((float) r, isTerminated, false);
    }

    private void makeRoom() {
        if (steps == reward.length) {
            int room = Math.max(FIRST_STEPS, Math.multiplyExact(2, steps));
            observation = Arrays.copyOf(observation, Math.multiplyExact(room, observationSize));
            action = Arrays.copyOf(action, Math.multiplyExact(room, actionSize));
            reward = Arrays.copyOf(reward, room);
            next = Arrays.copyOf(next, observation.length);
            terminated = Arrays.copyOf(terminated, room);
            truncated = Arrays.copyOf(truncated, room);
        }
    }

    private void added(float r, boolean isTerminated, boolean isTruncated) {
        if (!within) {
            starts = episodes < starts.length ? starts : Arrays.copyOf(starts, 2 * episodes);
            starts[episodes++] = steps;
        }
        reward[steps] = r;
        terminated[steps] = isTerminated;
        truncated[steps] = isTruncated;
        within = !isTerminated && !isTruncated;
        steps++;
    }

    /** The episode that is under way, if there is one, was cut off. */
    public void cutOff() {
        if (within) {
            truncated[steps - 1] = true;
            within = false;
        }
    }

    /** The next step is left out, as it is not known where it led; its episode was cut off before. */
    void leaveOut() {
        cutOff();
        leftOut++;
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
    void add(Rows observations, Rows actions, float[] rewards, boolean[] ends, @Nullable Rows nexts)
            throws DemonstrationException {
        int count = actions.rows();
        for (int t = 0; t < count; t++) {
            if (nexts != null) {
                add(observations, actions, t, rewards[t], nexts, t, ends[t]);
            } else if (t + 1 < observations.rows()) {
                add(observations, actions, t, rewards[t], observations, t + 1, ends[t]);
            } else if (ends[t]) {
                add(observations, actions, t, rewards[t], observations, t, true);
            } else {
                leaveOut();
            }
        }
        cutOff();
    }

    /**
     * Everything that was added.
     *
     * @throws IllegalArgumentException where that is nothing
     */
    public Demonstrations build() {
        cutOff();
        observation = ofLength(observation, steps * observationSize);
        action = ofLength(action, steps * actionSize);
        reward = ofLength(reward, steps);
        next = ofLength(next, steps * observationSize);
        return new Demonstrations(observationSize, actionSize, observation, action, reward, next,
                Arrays.copyOf(terminated, steps), Arrays.copyOf(truncated, steps), Arrays.copyOf(starts, episodes), parts);
    }

    /** The array itself where it has that length. */
    private static float[] ofLength(float[] values, int length) {
        return values.length == length ? values : Arrays.copyOf(values, length);
    }
}
