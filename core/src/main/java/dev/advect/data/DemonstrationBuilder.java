package dev.advect.data;

import dev.advect.env.ObservationPart;
import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/**
 * A builder that assembles {@link Demonstrations} step by step. If the number of steps is known in advance, memory is
 * allocated once and not copied.
 */
public final class DemonstrationBuilder {
    private static final int INITIAL_STEPS = 64;

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
    private boolean inEpisode;
    private int leftOut;

    /** Creates a builder for observations without named parts and any number of steps. */
    public DemonstrationBuilder(int observationSize, int actionSize) {
        this(observationSize, actionSize, List.of(), INITIAL_STEPS);
    }

    /**
     * Creates a builder with memory for an expected number of steps; there may be more or fewer.
     *
     * @param parts the parts of an observation, see {@link Demonstrations}
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

    /** The number of steps so far. */
    public int steps() {
        return steps;
    }

    /** The number of steps left out so far because their next observation is unknown. */
    int leftOut() {
        return leftOut;
    }

    /**
     * Adds a step. The step after the end of an episode starts the next episode.
     *
     * @param s the observation before the step, observationSize values from {@code sAt} on
     * @param a the action, actionSize values from {@code aAt} on
     * @param s2 the next observation, observationSize values from {@code s2At} on
     */
    public void add(float[] s, int sAt, float[] a, int aAt, double r, float[] s2, int s2At, boolean isTerminated,
            boolean isTruncated) {
        ensureCapacity();
        System.arraycopy(s, sAt, observation, steps * observationSize, observationSize);
        System.arraycopy(a, aAt, action, steps * actionSize, actionSize);
        System.arraycopy(s2, s2At, next, steps * observationSize, observationSize);
        finishStep((float) r, isTerminated, isTruncated);
    }

    /** Adds all episodes of another builder of the same sizes. */
    public void addAll(DemonstrationBuilder other) {
        cutOff();
        other.cutOff();
        for (int i = 0; i < other.steps; i++) {
            add(other.observation, i * observationSize, other.action, i * actionSize, other.reward[i], other.next,
                    i * observationSize, other.terminated[i], other.truncated[i]);
        }
    }

    /** Adds a step from tables: observation and action from row t, next observation from row t2. */
    void add(Rows s, Rows a, int t, double r, Rows s2, int t2, boolean isTerminated) throws DemonstrationException {
        ensureCapacity();
        s.read(t, observation, steps * observationSize);
        a.read(t, action, steps * actionSize);
        s2.read(t2, next, steps * observationSize);
        finishStep((float) r, isTerminated, false);
    }

    private void ensureCapacity() {
        if (steps == reward.length) {
            int capacity = Math.max(INITIAL_STEPS, Math.multiplyExact(2, steps));
            observation = Arrays.copyOf(observation, Math.multiplyExact(capacity, observationSize));
            action = Arrays.copyOf(action, Math.multiplyExact(capacity, actionSize));
            reward = Arrays.copyOf(reward, capacity);
            next = Arrays.copyOf(next, observation.length);
            terminated = Arrays.copyOf(terminated, capacity);
            truncated = Arrays.copyOf(truncated, capacity);
        }
    }

    private void finishStep(float r, boolean isTerminated, boolean isTruncated) {
        if (!inEpisode) {
            starts = episodes < starts.length ? starts : Arrays.copyOf(starts, 2 * episodes);
            starts[episodes++] = steps;
        }
        reward[steps] = r;
        terminated[steps] = isTerminated;
        truncated[steps] = isTruncated;
        inEpisode = !isTerminated && !isTruncated;
        steps++;
    }

    /** Marks the current episode, if there is one, as truncated. */
    public void cutOff() {
        if (inEpisode) {
            truncated[steps - 1] = true;
            inEpisode = false;
        }
    }

    /** Leaves out a step whose next observation is unknown; its episode is truncated before it. */
    void leaveOut() {
        cutOff();
        leftOut++;
    }

    /**
     * Adds an episode of T steps.
     *
     * <p>The next observation of the last step is in row T of the observations, or in {@code nexts}. If there is
     * neither, any observation will do if the episode terminated; otherwise the step is left out.
     *
     * @param observations {@code [T, o]} or {@code [T + 1, o]}
     * @param actions {@code [T, d]}
     * @param rewards {@code [T]}
     * @param ends {@code [T]}, true where the episode terminated; the next step starts a new episode
     * @param nexts {@code [T, o]}, the observation after each step; null to use the next row of observations
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
     * Builds the demonstrations.
     *
     * @throws IllegalArgumentException if no steps were added
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

    /** Returns the array itself if it has that length, and a copy otherwise. */
    private static float[] ofLength(float[] values, int length) {
        return values.length == length ? values : Arrays.copyOf(values, length);
    }
}
