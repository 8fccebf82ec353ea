package dev.advect.offpolicy;

import dev.advect.io.StateDict;

/**
 * The entropy coefficient α: fixed, or tuned so that the entropy stays near a target (Haarnoja et al. 2018,
 * arXiv 1812.05905, equation 18), by Adam on log α with the gradient α·(entropy − target), as in RLPD's reference.
 */
public final class Temperature {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double target;
    private double logAlpha;
    private double firstMoment;
    private double secondMoment;
    private long steps;

    /**
     * @param initial initial α
     * @param learningRate Adam's learning rate; 0 for a fixed α
     * @param target target entropy, in nats
     */
    public Temperature(double initial, double learningRate, double target) {
        this.learningRate = learningRate;
        this.target = target;
        logAlpha = Math.log(initial);
    }

    /** The current α; stays 0 if the initial value is 0. */
    public double alpha() {
        return Math.exp(logAlpha);
    }

    /**
     * Takes one gradient step on α; does nothing if α is fixed or the gradient is not finite.
     *
     * @param entropy the estimated entropy, −mean log π, in nats
     */
    public void update(double entropy) {
        double gradient = alpha() * (entropy - target);
        if (learningRate == 0 || !Double.isFinite(gradient)) {
            return;
        }
        steps++;
        firstMoment += (1 - BETA1) * (gradient - firstMoment);
        secondMoment += (1 - BETA2) * (gradient * gradient - secondMoment);
        double m = firstMoment / (1 - Math.pow(BETA1, steps));
        double v = secondMoment / (1 - Math.pow(BETA2, steps));
        logAlpha -= learningRate * m / (Math.sqrt(v) + EPSILON);
    }

    public void save(StateDict state) {
        state.putDoubles("values", new double[] {logAlpha, firstMoment, secondMoment, steps}, 4);
    }

    public void load(StateDict state) {
        double[] values = state.doubles("values", 4);
        logAlpha = values[0];
        firstMoment = values[1];
        secondMoment = values[2];
        steps = (long) values[3];
    }
}
