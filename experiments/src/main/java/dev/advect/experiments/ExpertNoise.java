package dev.advect.experiments;

import dev.advect.config.InvalidValueException;
import dev.advect.random.Rng;

/**
 * The noise on a scripted expert's actions, by which demonstrations become of mixed quality: Gaussian, independent between the
 * components of an action, stationary within an episode. White noise is clumsiness, from which a policy that imitates the mean
 * action is free. With correlation 1 it is an operator's bias, another one in every episode, and shows in where the arm goes.
 *
 * @param deviation the standard deviation of every component
 * @param correlation ρ, the correlation between successive steps of an episode: 0 for white noise, 1 for a constant
 */
public record ExpertNoise(double deviation, double correlation) {
    public static final ExpertNoise NONE = new ExpertNoise(0, 0);

    public ExpertNoise {
        if (!(deviation >= 0 && Double.isFinite(deviation))) {
            throw new InvalidValueException("--noise=" + deviation + " is not possible, it must be at least 0");
        }
        if (!(correlation >= 0 && correlation <= 1)) {
            throw new InvalidValueException("--noise-correlation=" + correlation + " is not possible, it must be between 0 and 1");
        }
    }

    /** Noise in units of the deviation, x_t = ρ·x_{t−1} + √(1 − ρ²)·N(0, 1); the first has deviation 1 as well. */
    void advance(double[] x, boolean first, Rng random) {
        double kept = first ? 0 : correlation;
        double fresh = Math.sqrt(1 - kept * kept);
        for (int i = 0; i < x.length; i++) {
            x[i] = kept * x[i] + fresh * random.nextGaussian();
        }
    }
}
