package dev.advect.flow;

/**
 * A sample mean with its standard error.
 *
 * @param mean the mean of the samples
 * @param standardError the standard error of the mean, std / √n
 */
public record Estimate(double mean, double standardError) {

    /**
     * @param samples at least two samples
     */
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
