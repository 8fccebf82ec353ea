package dev.advect.envs.suite;

/**
 * The decay of a {@link Tolerance} outside its bounds: a function of the distance x, in units of the margin, that is 1
 * at x = 0 and a given value v at x = 1.
 *
 * <p>The definitions are those of dm_control {@code utils/rewards.py}. Each function is f(x s), where the scale s is
 * computed once from f(s) = v. Bounded functions stay 0 beyond their first zero; only they accept v = 0.
 */
public enum Sigmoid {
    /** exp(-(x s)²/2). */
    GAUSSIAN(false) {
        @Override
        double scale(double value) {
            return Math.sqrt(-2 * Math.log(value));
        }

        @Override
        double of(double x) {
            return Math.exp(-0.5 * x * x);
        }
    },
    /** 1/cosh(x s). */
    HYPERBOLIC(false) {
        @Override
        double scale(double value) {
            double y = 1 / value;
            return Math.log(y + Math.sqrt(y * y - 1));
        }

        @Override
        double of(double x) {
            return 1 / Math.cosh(x);
        }
    },
    /** 1/((x s)² + 1). */
    LONG_TAIL(false) {
        @Override
        double scale(double value) {
            return Math.sqrt(1 / value - 1);
        }

        @Override
        double of(double x) {
            return 1 / (x * x + 1);
        }
    },
    /** 1/(|x| s + 1). */
    RECIPROCAL(false) {
        @Override
        double scale(double value) {
            return 1 / value - 1;
        }

        @Override
        double of(double x) {
            return 1 / (Math.abs(x) + 1);
        }
    },
    /** (1 + cos(π x s))/2 while {@code |x s| < 1}. */
    COSINE(true) {
        @Override
        double scale(double value) {
            return Math.acos(2 * value - 1) / Math.PI;
        }

        @Override
        double of(double x) {
            return Math.abs(x) < 1 ? (1 + Math.cos(Math.PI * x)) / 2 : 0;
        }
    },
    /** 1 - x s while {@code |x s| < 1}. */
    LINEAR(true) {
        @Override
        double scale(double value) {
            return 1 - value;
        }

        @Override
        double of(double x) {
            return Math.abs(x) < 1 ? 1 - x : 0;
        }
    },
    /** 1 - (x s)² while {@code |x s| < 1}. */
    QUADRATIC(true) {
        @Override
        double scale(double value) {
            return Math.sqrt(1 - value);
        }

        @Override
        double of(double x) {
            return Math.abs(x) < 1 ? 1 - x * x : 0;
        }
    },
    /** 1 - tanh(x s)². */
    TANH_SQUARED(false) {
        @Override
        double scale(double value) {
            double y = Math.sqrt(1 - value);
            return 0.5 * Math.log((1 + y) / (1 - y));
        }

        @Override
        double of(double x) {
            double tanh = Math.tanh(x);
            return 1 - tanh * tanh;
        }
    };

    private final boolean bounded;

    Sigmoid(boolean bounded) {
        this.bounded = bounded;
    }

    /** Whether a value at the margin is valid: below 1, and above 0 unless the function reaches 0. */
    boolean accepts(double value) {
        return value < 1 && (bounded ? value >= 0 : value > 0);
    }

    /** The scale s that satisfies f(s) = value. */
    abstract double scale(double value);

    /** The value f(x) at an already scaled distance. */
    abstract double of(double x);
}
