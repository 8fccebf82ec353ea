package dev.advect.envs.toy;

import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One choice of a point in the square, rewarded by the log-density of a mixture of Gaussians: to see where the particles
 * of a policy go, and by which way.
 *
 * <p>Observation, {@code [1]}: always 0.
 *
 * <p>Action a, {@code [2]}: the point.
 *
 * <p>Reward: log Σ_k exp(-|a - μ_k|²/(2σ²)) over four centres μ_k, σ = 0.15; that is the log-density of the mixture
 * of equal weights, but for a constant. The policy of the greatest reward plus entropy, which is ∝ exp(reward), is
 * therefore the mixture itself, within the square that holds 99 % of it; its mean reward is -0.98, that of a policy
 * that stays in one centre 0. Every episode is one step long, and terminates.
 *
 * <p>The centres lie at (±0.4, ±0.4). In the shifted bandit all of them lie (0.16, 0.12) further: the optimal transport
 * from the one mixture to the other moves every particle along the straight line of length 0.2, so that their
 * Wasserstein distance W2 is 0.2.
 *
 * <p>For the toy study of "Iterative Refinement of Flow Policies in Probability Space for Online Reinforcement
 * Learning", arXiv:2510.15388; the numbers are our own.
 */
public final class Bandit implements SavableEnv {
    /** Standard deviation of each component, in each direction. */
    public static final double SIGMA = 0.15;

    private static final double[][] CENTRES = {{-0.4, -0.4}, {0.4, -0.4}, {-0.4, 0.4}, {0.4, 0.4}};
    private static final double[] SHIFT = {0.16, 0.12};

    private final EnvSpec spec;
    private final double[][] centres;

    private Bandit(String name, double shiftX, double shiftY) {
        spec = EnvSpec.of(name, 1, 2, 1);
        centres = new double[CENTRES.length][];
        for (int k = 0; k < centres.length; k++) {
            centres[k] = new double[] {CENTRES[k][0] + shiftX, CENTRES[k][1] + shiftY};
        }
    }

    /** The reward to begin with. */
    public static Bandit original() {
        return new Bandit("bandit-2d", 0, 0);
    }

    /** The reward to adapt to. */
    public static Bandit shifted() {
        return new Bandit("bandit-2d-shifted", SHIFT[0], SHIFT[1]);
    }

    /** The centres of the components, {@code [4][2]}. */
    public List<double[]> centres() {
        return Arrays.stream(centres).map(double[]::clone).toList();
    }

    /** log Σ_k exp(-|(x, y) - μ_k|²/(2σ²)), the greatest exponent taken out so that none underflows. */
    public double reward(double x, double y) {
        double nearest = Double.POSITIVE_INFINITY;
        for (double[] centre : centres) {
            nearest = Math.min(nearest, exponent(centre, x, y));
        }
        double sum = 0;
        for (double[] centre : centres) {
            sum += Math.exp(nearest - exponent(centre, x, y));
        }
        return Math.log(sum) - nearest;
    }

    private static double exponent(double[] centre, double x, double y) {
        double dx = x - centre[0];
        double dy = y - centre[1];
        return (dx * dx + dy * dy) / (2 * SIGMA * SIGMA);
    }

    /** Draws a point {@code [2]} of the mixture within the square, as a demonstration. */
    public double[] draw(RandomGenerator random) {
        double[] centre = centres[random.nextInt(centres.length)];
        return new double[] {coordinate(centre[0], random), coordinate(centre[1], random)};
    }

    private static double coordinate(double centre, RandomGenerator random) {
        double x;
        do {
            x = random.nextGaussian(centre, SIGMA);
        } while (Math.abs(x) > 1);
        return x;
    }

    @Override
    public EnvSpec spec() {
        return spec;
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step out) {
        out.reward = reward(action[0], action[1]);
        out.observation[0] = 0;
        out.terminated = true;
    }

    /** There is nothing to save. */
    @Override
    public void save(DataOutput out) {}

    /** There is nothing to load. */
    @Override
    public void load(DataInput in) {}
}
