package dev.advect.experiments;

/** The standard normal distribution. */
public final class StandardNormal {
    private static final double ACCURACY = 1e-10;

    private StandardNormal() {}

    public static double density(double z) {
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** The distribution function, by the series of Marsaglia, "Evaluating the Normal Distribution" (2004). */
    public static double cdf(double z) {
        if (Math.abs(z) > 8) {
            return z > 0 ? 1 : 0;
        }
        double sum = z;
        double term = z;
        double previous = Double.NaN;
        for (int i = 3; sum != previous; i += 2) {
            previous = sum;
            term *= z * z / i;
            sum += term;
        }
        return 0.5 + sum * density(z);
    }

    /**
     * The number that is exceeded with a given probability, by Newton's method. Above 0 the distribution function is concave, so
     * that all steps lead up to the quantile and none beyond it.
     *
     * @param tail the probability, above 1e-12 and at most 0.5
     */
    public static double upperQuantile(double tail) {
        double z = 0;
        double step;
        do {
            step = (1 - tail - cdf(z)) / density(z);
            z += step;
        } while (step > ACCURACY);
        return z;
    }
}
