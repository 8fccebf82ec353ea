package dev.advect.data;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

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
 * @param parts the named parts of an observation, in their order; empty where they have no names
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
        int[] starts,
        List<ObservationPart> parts) {
    /** By how much actions may lie beyond [-1, 1], by rounding. */
    private static final float ROUNDING = 1e-5f;

    public Demonstrations {
        parts = List.copyOf(parts);
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
        try {
            ObservationPart.requireWhole(parts, observationSize);
        } catch (InvalidValueException e) {
            throw new InvalidValueException("demonstrations: " + e.getMessage(), e);
        }
        finite("observation", observation, observationSize);
        finite("action", action, actionSize);
        finite("reward", reward, 1);
        finite("nextObservation", nextObservation, observationSize);
    }

    /** Demonstrations whose observations have no named parts. */
    public Demonstrations(int observationSize, int actionSize, float[] observation, float[] action, float[] reward,
            float[] nextObservation, boolean[] terminated, boolean[] truncated, int[] starts) {
        this(observationSize, actionSize, observation, action, reward, nextObservation, terminated, truncated, starts,
                List.of());
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

    /**
     * These demonstrations as an environment would have yielded them: where both name the parts of an observation, in the
     * environment's order.
     *
     * @throws InvalidValueException where sizes, names, or the range of the actions do not fit
     */
    public Demonstrations fitTo(EnvSpec spec) {
        List<ObservationPart> wanted = spec.observationParts();
        if (!parts.isEmpty() && !wanted.isEmpty()) {
            require(parts.size() == wanted.size() && parts.containsAll(wanted), "their observation is made of "
                    + ObservationPart.describe(parts) + ", that of " + spec.name() + " of " + ObservationPart.describe(wanted)
                    + "; advect data convert takes parts by name (--keys) and can leave their names out (--no-names)");
        }
        requireFit(spec.observationSize(), spec.actionSize());
        return parts.isEmpty() || wanted.isEmpty() || parts.equals(wanted) ? this : inOrder(wanted);
    }

    /** The same steps, the parts of their observations in another order. */
    private Demonstrations inOrder(List<ObservationPart> wanted) {
        return new Demonstrations(observationSize, actionSize, inOrder(wanted, observation), action, reward,
                inOrder(wanted, nextObservation), terminated, truncated, starts, wanted);
    }

    private float[] inOrder(List<ObservationPart> wanted, float[] rows) {
        float[] moved = new float[rows.length];
        int to = 0;
        for (ObservationPart part : wanted) {
            int from = 0;
            for (ObservationPart before : parts.subList(0, parts.indexOf(part))) {
                from += before.size();
            }
            for (int row = 0; row < rows.length; row += observationSize) {
                System.arraycopy(rows, row + from, moved, row + to, part.size());
            }
            to += part.size();
        }
        return moved;
    }

    /** The same demonstrations, without names of the parts. */
    public Demonstrations withoutNames() {
        return new Demonstrations(observationSize, actionSize, observation, action, reward, nextObservation, terminated,
                truncated, starts);
    }

    /**
     * Refuses an environment or policy of other sizes, and actions that no environment takes.
     *
     * @throws InvalidValueException with what to do about it
     */
    public void requireFit(int observations, int actions) {
        if (observationSize != observations || actionSize != actions) {
            throw new InvalidValueException("the demonstrations' observations and actions have " + observationSize
                    + " and " + actionSize + " components, the environment's have " + observations + " and " + actions);
        }
        int beyond = 0;
        float most = 0;
        for (int step = 0; step < steps(); step++) {
            float size = 0;
            for (int i = step * actionSize; i < (step + 1) * actionSize; i++) {
                size = Math.max(size, Math.abs(action[i]));
            }
            most = Math.max(most, size);
            beyond += size > 1 + ROUNDING ? 1 : 0;
        }
        if (beyond > 0) {
            throw new InvalidValueException("the demonstrated actions of " + beyond + " of " + steps()
                    + " steps go beyond [-1, 1], which environments take, the farthest to " + most
                    + ": advect data convert --action-scale=" + scale(most) + " brings them there");
        }
    }

    /** At most 1/most, in three digits. */
    private static String scale(float most) {
        return new BigDecimal(1.0 / most).round(new MathContext(3, RoundingMode.DOWN)).toString();
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
