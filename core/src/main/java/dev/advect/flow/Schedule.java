package dev.advect.flow;

import dev.advect.config.InvalidValueException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Where a solver's steps begin and end: times from 1, noise, down to 0, the action.
 *
 * @param shape of the spacing
 * @param given the times of {@link Shape#GIVEN}, empty for all others
 */
public record Schedule(Shape shape, List<Double> given) {
    /** Steps of equal length, as in FPO's public reference. */
    public static final Schedule UNIFORM = new Schedule(Shape.UNIFORM, List.of());

    /** Short steps at both ends. */
    public static final Schedule COSINE = new Schedule(Shape.COSINE, List.of());

    /** How K steps are spaced. */
    public enum Shape {
        /** t_k = 1 − k/K. */
        UNIFORM,
        /** t_k = (1 + cos(π·k/K)) / 2. */
        COSINE,
        /** The user's own times; they also say how many steps there are. */
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

    /** A schedule of the user's own times, such as [1, 0.6, 0.3, 0]. */
    public static Schedule of(List<Double> times) {
        return new Schedule(Shape.GIVEN, times);
    }

    /** Understands {@code uniform}, {@code cosine} and times such as {@code 1,0.6,0.3,0}. */
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

    /** Refuses a number of steps that the given times do not have. */
    public void requireSteps(int steps) {
        if (steps < 1) {
            throw new InvalidValueException("flowSteps: " + steps + " is not possible, it must be at least 1");
        }
        if (shape == Shape.GIVEN && steps != given.size() - 1) {
            throw new InvalidValueException("flowSteps: " + steps + " is not possible with the schedule " + this
                    + ", it has " + (given.size() - 1));
        }
    }

    /** t_0 = 1, …, t_K = 0. */
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

    /** What {@link #parse} understands. */
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
