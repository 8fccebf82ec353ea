package dev.advect.offpolicy;

import dev.advect.io.StateDict;

/**
 * α, the weight of the entropy: fixed, or tuned so that the entropy stays near a target (Haarnoja et al. 2018,
 * arXiv 1812.05905, equation 18), by Adam on log α with the gradient α·(entropy − target), as RLPD's reference has it.
 */
public final class Temperature {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double learningRate;
    private final double target;
    private double logAlpha;
    private double first;
    private double second;
    private long steps;

    /**
     * @param initial α at first
     * @param learningRate 0 for an α that stays as it is
     * @param target of the entropy, in nats
     */
    public Temperature(double initial, double learningRate, double target) {
        this.learningRate = learningRate;
        this.target = target;
        logAlpha = Math.log(initial);
    }

    /** α; 0 if it began with 0. */
    public double alpha() {
        return Math.exp(logAlpha);
    }

    /** @param entropy as it was estimated, −mean log π */
    public void update(double entropy) {
        double gradient = alpha() * (entropy - target);
        if (learningRate == 0 || !Double.isFinite(gradient)) {
            return;
        }
        steps++;
        first += (1 - BETA1) * (gradient - first);
        second += (1 - BETA2) * (gradient * gradient - second);
        double m = first / (1 - Math.pow(BETA1, steps));
        double v = second / (1 - Math.pow(BETA2, steps));
        logAlpha -= learningRate * m / (Math.sqrt(v) + EPSILON);
    }

    public void save(StateDict state) {
        state.putDoubles("values", new double[] {logAlpha, first, second, steps}, 4);
    }

    public void load(StateDict state) {
        double[] values = state.doubles("values", 4);
        logAlpha = values[0];
        first = values[1];
        second = values[2];
        steps = (long) values[3];
    }
}
