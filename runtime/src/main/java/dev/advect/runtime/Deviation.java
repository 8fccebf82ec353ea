package dev.advect.runtime;

/** The function that maps an output of a Gaussian policy's network to a standard deviation. */
public sealed interface Deviation {
    /** The standard deviation for a network output. */
    double of(double raw);

    /**
     * The function softplus(raw) + min, as in Brax's PPO.
     *
     * @param min the smallest standard deviation, at least 0
     */
    record Softplus(double min) implements Deviation {
        public Softplus {
            Sizes.rejectIf(!(min >= 0 && min < Double.POSITIVE_INFINITY), "min_std: " + min + " is not possible");
        }

        /** The softplus function is softplus(x) = ln(1 + eˣ). */
        @Override
        public double of(double raw) {
            return Math.max(raw, 0) + Math.log1p(Math.exp(-Math.abs(raw))) + min;
        }
    }

    /**
     * The function exp(clamp(raw + offset, min, max)), as in soft actor-critic.
     *
     * @param offset the offset added to the logarithm
     * @param min the lower bound of the logarithm
     * @param max the upper bound of the logarithm
     */
    record Exponential(double offset, double min, double max) implements Deviation {
        public Exponential {
            Sizes.rejectIf(!Double.isFinite(offset), "log_std_offset: " + offset + " is not possible");
            Sizes.rejectIf(!(min > Double.NEGATIVE_INFINITY && min <= max && max < Double.POSITIVE_INFINITY),
                    "log_std_min and log_std_max: " + min + " and " + max + " are not possible");
        }

        @Override
        public double of(double raw) {
            return Math.exp(Math.min(max, Math.max(min, raw + offset)));
        }
    }
}
