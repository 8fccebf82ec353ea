package dev.advect.flow;

/**
 * A mean over samples.
 *
 * @param mean of the samples
 * @param standardError of the mean, deviation / √samples
 */
public record Estimate(double mean, double standardError) {

    /** @param samples at least two */
    public static Estimate of(double[] samples) {
        double sum = 0;
        for (double x : samples) {
            sum += x;
        }
        double mean = sum / samples.length;
        double squares = 0;
        for (double x : samples) {
            squares += (x - mean) * (x - mean);
        }
        return new Estimate(mean, Math.sqrt(squares / (samples.length - 1) / samples.length));
    }
}
