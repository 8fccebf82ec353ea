package dev.advect.experiments.shift;

/** Quantiles of the standard normal distribution. */
final class NormalQuantile {
    private static final double ACCURACY = 1e-10;

    private NormalQuantile() {}

    /**
     * The number that is exceeded with a given probability, by Newton's method. Above 0 the distribution function is concave, so
     * that all steps lead up to the quantile and none beyond it.
     *
     * @param tail the probability, above 1e-12 and at most 0.5
     */
    static double upper(double tail) {
        double x = 0;
        double step;
        do {
            step = (1 - tail - probability(x)) / density(x);
            x += step;
        } while (step > ACCURACY);
        return x;
    }

    /** The distribution function by its series at 0 (Marsaglia 2004), for x that is not negative. */
    private static double probability(double x) {
        double term = x;
        double sum = x;
        double before;
        int i = 1;
        do {
            before = sum;
            i += 2;
            term *= x * x / i;
            sum += term;
        } while (sum != before);
        return 0.5 + sum * density(x);
    }

    private static double density(double x) {
        return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
