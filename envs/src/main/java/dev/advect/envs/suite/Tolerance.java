package dev.advect.envs.suite;

/**
 * A shaped reward in [0, 1]: 1 while a quantity lies in [lower, upper], falling off outside over a margin.
 *
 * <p>dm_control {@code utils/rewards.py}, {@code tolerance}: with d the distance to the nearer bound, the value is
 * {@link Sigmoid f}(d / margin), which is the value at the margin where d = margin; without a margin it is 0
 * outside. Immutable, and made once per task, so that the scale of the sigmoid is not worked out at every step.
 */
public final class Tolerance {
    private static final double VALUE_AT_MARGIN = 0.1;

    private final double lower;
    private final double upper;
    private final Sigmoid sigmoid;

    /** The sigmoid's scale per unit of distance; infinite without a margin. */
    private final double scale;

    private Tolerance(double lower, double upper, Sigmoid sigmoid, double scale) {
        this.lower = lower;
        this.upper = upper;
        this.sigmoid = sigmoid;
        this.scale = scale;
    }

    /** 1 in [lower, upper], either of which may be infinite, and 0 elsewhere. */
    public static Tolerance within(double lower, double upper) {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("tolerance from " + lower + " to " + upper + " is empty");
        }
        return new Tolerance(lower, upper, Sigmoid.GAUSSIAN, Double.POSITIVE_INFINITY);
    }

    /** 1 at 0 only. */
    public static Tolerance atZero() {
        return within(0, 0);
    }

    /** The same bounds with a Gaussian fall to 0.1 at the margin. */
    public Tolerance margin(double margin) {
        return margin(margin, Sigmoid.GAUSSIAN, VALUE_AT_MARGIN);
    }

    /**
     * The same bounds with a fall outside them.
     *
     * @param margin distance at which the value is {@code valueAtMargin}; 0 for none
     * @param valueAtMargin in (0, 1), or in [0, 1) for the sigmoids that reach 0
     */
    public Tolerance margin(double margin, Sigmoid sigmoid, double valueAtMargin) {
        if (!(margin >= 0)) {
            throw new IllegalArgumentException("a margin must not be negative: " + margin);
        }
        if (margin == 0) {
            return within(lower, upper);
        }
        if (!sigmoid.accepts(valueAtMargin)) {
            throw new IllegalArgumentException("value at margin of " + sigmoid + " out of range: " + valueAtMargin);
        }
        return new Tolerance(lower, upper, sigmoid, sigmoid.scale(valueAtMargin) / margin);
    }

    /** The value at x; not a number only if x is not. */
    public double of(double x) {
        if (lower <= x && x <= upper) {
            return 1;
        }
        if (scale == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return sigmoid.of((x < lower ? lower - x : x - upper) * scale);
    }

    /** The mean of the values at each component. */
    public double mean(float[] components) {
        double sum = 0;
        for (float x : components) {
            sum += of(x);
        }
        return sum / components.length;
    }
}
