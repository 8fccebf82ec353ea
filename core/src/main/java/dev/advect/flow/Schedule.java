package dev.advect.flow;

import dev.advect.config.InvalidValueException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The times at which a solver's steps begin and end, falling from 1 (noise) to 0 (the action).
 *
 * @param shape the spacing of the times
 * @param given the times themselves for {@link Shape#GIVEN}; empty for all other shapes
 */
public record Schedule(Shape shape, List<Double> given) {
    /** The most steps of a flow; the runtime has the same bound. */
    private static final int MAX_STEPS = 1000;

    /** Steps of equal length, as in FPO's public reference. */
    public static final Schedule UNIFORM = new Schedule(Shape.UNIFORM, List.of());

    /** Short steps at both ends. */
    public static final Schedule COSINE = new Schedule(Shape.COSINE, List.of());

    /** The spacing of K steps. */
    public enum Shape {
        /** t_k = 1 − k/K. */
        UNIFORM,
        /** t_k = (1 + cos(π·k/K)) / 2. */
        COSINE,
        /** Times given by the user, which also determine the number of steps. */
        GIVEN
    }

    public Schedule {
        given = List.copyOf(given);
        if ((shape == Shape.GIVEN) == given.isEmpty()) {
            throw new InvalidValueException("schedule: times are needed where they are given, and only there");
        }
        boolean falls = true;
        for (int k = 1; k < given.size(); k++) {
            falls &= given.get(k) < given.get(k - 1);
        }
        if (!given.isEmpty() && !(given.size() > 1 && given.getFirst() == 1 && given.getLast() == 0 && falls)) {
            throw new InvalidValueException("schedule: " + given + " is not possible, times must fall from 1 to 0");
        }
    }

    /** Creates a schedule of given times, such as [1, 0.6, 0.3, 0]. */
    public static Schedule of(List<Double> times) {
        return new Schedule(Shape.GIVEN, times);
    }

    /**
     * Parses {@code uniform}, {@code cosine}, or times such as {@code 1,0.6,0.3,0}.
     *
     * @throws InvalidValueException if the text is none of these
     */
    public static Schedule parse(String text) {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        if (lower.equals("uniform")) {
            return UNIFORM;
        }
        if (lower.equals("cosine")) {
            return COSINE;
        }
        List<Double> times = new ArrayList<>();
        for (String time : lower.replaceAll("[\\[\\]]", "").split("[,\\s]+", -1)) {
            try {
                times.add(Double.valueOf(time));
            } catch (NumberFormatException e) {
                throw new InvalidValueException("schedule: '" + text
                        + "' is neither uniform nor cosine nor times such as 1,0.6,0.3,0", e);
            }
        }
        return of(times);
    }

    /**
     * Checks that this schedule allows a number of steps.
     *
     * @throws InvalidValueException if the steps are fewer than 1, or differ from the steps of the given times
     */
    public void requireSteps(int steps) {
        if (steps < 1) {
            throw new InvalidValueException("flowSteps: " + steps + " is not possible, it must be at least 1");
        }
        if (steps > MAX_STEPS) {
            throw new InvalidValueException("flowSteps: " + steps + " is not possible, it must be at most " + MAX_STEPS);
        }
        if (shape == Shape.GIVEN && steps != given.size() - 1) {
            throw new InvalidValueException("flowSteps: " + steps + " is not possible with the schedule " + this
                    + ", it has " + (given.size() - 1));
        }
    }

    /** The times t_0 = 1, …, t_K = 0 of K steps. */
    public double[] times(int steps) {
        requireSteps(steps);
        double[] times = new double[steps + 1];
        for (int k = 1; k < steps; k++) {
            times[k] = switch (shape) {
                case UNIFORM -> 1 - (double) k / steps;
                case COSINE -> 0.5 * (1 + Math.cos(Math.PI * k / steps));
                case GIVEN -> given.get(k);
            };
        }
        times[0] = 1;
        return times;
    }

    /** Formats the schedule as {@link #parse} accepts it. */
    @Override
    public String toString() {
        return shape == Shape.GIVEN
                ? String.join(",", given.stream().map(Schedule::text).toList())
                : shape.name().toLowerCase(Locale.ROOT);
    }

    private static String text(double time) {
        return time == Math.rint(time) ? Long.toString((long) time) : Double.toString(time);
    }
}
