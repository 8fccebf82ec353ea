package dev.advect.data;

import dev.advect.config.InvalidValueException;
import dev.advect.env.EnvSpec;
import dev.advect.env.ObservationPart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Demonstrated episodes, as flat arrays of n steps in which one episode follows another.
 *
 * @param observationSize the number of components of an observation, o
 * @param actionSize the number of components of an action, d
 * @param observation the observation before each step, {@code [n · o]}
 * @param action the actions, {@code [n · d]}, in [-1, 1]
 * @param reward the rewards, {@code [n]}
 * @param nextObservation the observation after each step, {@code [n · o]}
 * @param terminated true where the episode ended in a state without future value, {@code [n]}
 * @param truncated true where the episode was cut off, {@code [n]}
 * @param starts the index of each episode's first step, ascending from 0; an episode whose last step is neither
 *     terminated nor truncated counts as truncated
 * @param parts the named parts of an observation, in order; empty if they have no names
 */
@SuppressWarnings("ArrayRecordComponent") // only carries data, never compared
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
    /** The rounding error by which actions may exceed [-1, 1]. */
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

    /** Creates demonstrations whose observations have no named parts. */
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
     * These demonstrations in the form of an environment's data: if both name the parts of an observation, the parts
     * are put in the environment's order.
     *
     * @throws InvalidValueException if sizes, names or the range of the actions do not fit
     */
    public Demonstrations fitTo(EnvSpec spec) {
        List<ObservationPart> wanted = spec.observationParts();
        if (!parts.isEmpty() && !wanted.isEmpty()) {
            require(parts.size() == wanted.size() && parts.containsAll(wanted), "their observation is made of "
                    + ObservationPart.describe(parts) + ", that of " + spec.name() + " of " + ObservationPart.describe(wanted)
                    + "; advect data convert takes parts by name (--keys) and can leave their names out (--no-names)");
        }
        requireFit(spec.observationSize(), spec.actionSize());
        return parts.isEmpty() || wanted.isEmpty() || parts.equals(wanted) ? this : withParts(wanted);
    }

    /** A copy whose observations are made of some of the parts, or all of them, in the order given. */
    Demonstrations withParts(List<ObservationPart> wanted) {
        int size = wanted.stream().mapToInt(ObservationPart::size).sum();
        return new Demonstrations(size, actionSize, columns(wanted, size, observation), action, reward,
                columns(wanted, size, nextObservation), terminated, truncated, starts, wanted);
    }

    private float[] columns(List<ObservationPart> wanted, int size, float[] rows) {
        float[] picked = new float[steps() * size];
        int to = 0;
        for (ObservationPart part : wanted) {
            int from = 0;
            for (ObservationPart before : parts.subList(0, parts.indexOf(part))) {
                from += before.size();
            }
            for (int step = 0; step < steps(); step++) {
                System.arraycopy(rows, step * observationSize + from, picked, step * size + to, part.size());
            }
            to += part.size();
        }
        return picked;
    }

    /** A copy without the names of the parts. */
    public Demonstrations withoutNames() {
        return new Demonstrations(observationSize, actionSize, observation, action, reward, nextObservation, terminated,
                truncated, starts);
    }

    /**
     * Checks that the sizes match an environment or policy, and that the actions lie in [-1, 1].
     *
     * @throws InvalidValueException if they do not; the message says what to do
     */
    public void requireFit(int observations, int actions) {
        if (observationSize != observations || actionSize != actions) {
            throw new InvalidValueException("the demonstrations' observations and actions have " + observationSize
                    + " and " + actionSize + " components, the environment's have " + observations + " and " + actions);
        }
        int beyond = 0;
        float max = 0;
        for (int step = 0; step < steps(); step++) {
            float size = 0;
            for (int i = step * actionSize; i < (step + 1) * actionSize; i++) {
                size = Math.max(size, Math.abs(action[i]));
            }
            max = Math.max(max, size);
            beyond += size > 1 + ROUNDING ? 1 : 0;
        }
        if (beyond > 0) {
            throw new InvalidValueException("the demonstrated actions of " + beyond + " of " + steps()
                    + " steps go beyond [-1, 1], which environments take, the farthest to " + max
                    + ": advect data convert --action-scale=" + scale(max) + " brings them there");
        }
    }

    /** Formats 1/max with three digits, rounded down. */
    private static String scale(float max) {
        return new BigDecimal(1.0 / max).round(new MathContext(3, RoundingMode.DOWN)).toString();
    }

    /** The number of steps, n. */
    public int steps() {
        return reward.length;
    }

    public int episodes() {
        return starts.length;
    }

    /** The index after an episode's last step. */
    public int end(int episode) {
        return episode + 1 < starts.length ? starts[episode + 1] : steps();
    }
}
