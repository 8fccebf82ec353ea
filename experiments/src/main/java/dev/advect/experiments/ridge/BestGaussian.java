package dev.advect.experiments.ridge;

import java.util.stream.DoubleStream;

/**
 * The best squashed Gaussian with independent components on the ridge, found by search: the bound of what Gaussian PPO can
 * reach there, however it is trained.
 *
 * @param mean of both components before tanh
 * @param deviation of both components before tanh
 * @param numbers what it is worth, in other walks than those of the search
 */
public record BestGaussian(double mean, double deviation, RidgeNumbers numbers) {
    private static final double[] MEANS = DoubleStream.iterate(0, m -> m <= 3, m -> m + 0.25).toArray();
    private static final double[] DEVIATIONS = DoubleStream.iterate(0.02, s -> s < 4, s -> s * 1.25).toArray();
    private static final long SEARCH = 1;
    private static final long MEASURE = 2;

    /**
     * Searches over the mean, which is the same for both components, and over the deviation, likewise. By the ridge's
     * symmetry neither negative means nor, for the best, unequal components need to be tried: whatever makes the components
     * differ makes the walker slip.
     */
    public static BestGaussian search() {
        double best = Double.NEGATIVE_INFINITY;
        double mean = 0;
        double deviation = 0;
        for (double m : MEANS) {
            for (double s : DEVIATIONS) {
                double value = RidgeNumbers.of(RidgeActions.gaussian(m, m, s, s), SEARCH).mean();
                if (value > best) {
                    best = value;
                    mean = m;
                    deviation = s;
                }
            }
        }
        return new BestGaussian(mean, deviation,
                RidgeNumbers.of(RidgeActions.gaussian(mean, mean, deviation, deviation), MEASURE));
    }
}
