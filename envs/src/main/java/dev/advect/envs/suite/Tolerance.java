package dev.advect.envs.suite;

/**
 * A shaped reward in [0, 1]: 1 while a quantity lies in [lower, upper], decaying outside over a margin.
 *
 * <p>This is {@code tolerance} of dm_control {@code utils/rewards.py}. With d the distance to the nearer bound, the value
 * outside is {@link Sigmoid f}(d / margin), which equals {@code valueAtMargin} at d = margin; without a margin it is 0.
 * Instances are immutable and created once per task, so that the sigmoid's scale is not recomputed at every step.
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

    /** Creates a tolerance that is 1 in [lower, upper] and 0 elsewhere; either bound may be infinite. */
    public static Tolerance within(double lower, double upper) {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("tolerance from " + lower + " to " + upper + " is empty");
        }
        return new Tolerance(lower, upper, Sigmoid.GAUSSIAN, Double.POSITIVE_INFINITY);
    }

    /** Creates a tolerance that is 1 at 0 and 0 elsewhere. */
    public static Tolerance atZero() {
        return within(0, 0);
    }

    /** A tolerance with these bounds and a Gaussian decay to 0.1 at the margin. */
    public Tolerance margin(double margin) {
        return margin(margin, Sigmoid.GAUSSIAN, VALUE_AT_MARGIN);
    }

    /**
     * A tolerance with these bounds and the given decay outside them.
     *
     * @param margin the distance from the bounds at which the value is {@code valueAtMargin}; 0 for no decay
     * @param sigmoid the shape of the decay
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

    /** The value at x, in [0, 1]; NaN only if x is NaN. */
    public double of(double x) {
        if (lower <= x && x <= upper) {
            return 1;
        }
        if (scale == Double.POSITIVE_INFINITY) {
            return 0;
        }
        return sigmoid.of((x < lower ? lower - x : x - upper) * scale);
    }

    /** The mean of the values of all components. */
    public double mean(float[] components) {
        double sum = 0;
        for (float x : components) {
            sum += of(x);
        }
        return sum / components.length;
    }
}
