package dev.advect.runtime;

/** What the outputs of a Gaussian policy's network say of its standard deviation. */
public sealed interface Deviation {
    /** The standard deviation that an output means. */
    double of(double raw);

    /**
     * softplus(raw) + least, as in Brax's PPO.
     *
     * @param least deviation, at least 0
     */
    record Softplus(double least) implements Deviation {
        public Softplus {
            Sizes.refuse(!(least >= 0 && least < Double.POSITIVE_INFINITY), "min_std: " + least + " is not possible");
        }

        /** With softplus(x) = ln(1 + eˣ). */
        @Override
        public double of(double raw) {
            return Math.max(raw, 0) + Math.log1p(Math.exp(-Math.abs(raw))) + least;
        }
    }

    /**
     * exp(clamp(raw + offset, least, most)), as in soft actor-critic.
     *
     * @param offset added to the logarithm
     * @param least of the logarithm
     * @param most of the logarithm
     */
    record Exponential(double offset, double least, double most) implements Deviation {
        public Exponential {
            Sizes.refuse(!Double.isFinite(offset), "log_std_offset: " + offset + " is not possible");
            Sizes.refuse(!(least > Double.NEGATIVE_INFINITY && least <= most && most < Double.POSITIVE_INFINITY),
                    "log_std_min and log_std_max: " + least + " and " + most + " are not possible");
        }

        @Override
        public double of(double raw) {
            return Math.exp(Math.min(most, Math.max(least, raw + offset)));
        }
    }
}
