package dev.advect.envs.toy;

import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;

import java.io.DataInput;
import java.io.DataOutput;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A one-step bandit whose action is a point in the square and whose reward is the log-density of a mixture of Gaussians.
 * It shows where the particles of a flow policy move, and along which paths.
 *
 * <p>Observation, {@code [1]}: always 0.
 *
 * <p>Action a, {@code [2]}: the point, in [-1, 1]².
 *
 * <p>Reward: log Σ_k exp(-|a - μ_k|²/(2σ²)) over four centres μ_k, with σ = 0.15. Up to a constant this is the
 * log-density of an equally weighted mixture. The policy that maximises reward plus entropy, which is ∝ exp(reward), is
 * therefore the mixture itself, truncated to the square that holds 99 % of it; its mean reward is -0.98, while that of a
 * policy that always chooses one centre is 0. Every episode terminates after one step.
 *
 * <p>The centres lie at (±0.4, ±0.4). In the shifted bandit all of them are displaced by (0.16, 0.12): the optimal
 * transport from one mixture to the other moves every particle along a straight line of length 0.2, so that their
 * Wasserstein distance W2 is 0.2.
 *
 * <p>The environment is used for the toy study of "Iterative Refinement of Flow Policies in Probability Space for Online
 * Reinforcement Learning", arXiv:2510.15388; the parameter values are advect's own.
 */
public final class Bandit implements SavableEnv, DrawableEnv {
    /** The standard deviation of each mixture component along each axis. */
    public static final double SIGMA = 0.15;

    private static final double[][] CENTRES = {{-0.4, -0.4}, {0.4, -0.4}, {-0.4, 0.4}, {0.4, 0.4}};
    private static final double[] SHIFT = {0.16, 0.12};

    private static final int PAPER = 0xf7f8fa;
    private static final int[] DENSITY = {0xd9e8fb, 0xb5d2f6, 0x8db9f0};
    private static final int CHOICE = 0xd9480f;
    private static final int SHOWN = 256;

    private final EnvSpec spec;
    private final double[][] centres;
    /** The last choices, which a drawing shows and nothing else depends on, {@code [SHOWN, 2]}. */
    private final float[] recent = new float[2 * SHOWN];
    private int choices;

    private Bandit(String name, double shiftX, double shiftY) {
        spec = EnvSpec.of(name, 1, 2, 1);
        centres = new double[CENTRES.length][];
        for (int k = 0; k < centres.length; k++) {
            centres[k] = new double[] {CENTRES[k][0] + shiftX, CENTRES[k][1] + shiftY};
        }
    }

    /** Creates the bandit with the original reward. */
    public static Bandit original() {
        return new Bandit("bandit-2d", 0, 0);
    }

    /** Creates the bandit with the shifted reward, for studies of adaptation. */
    public static Bandit shifted() {
        return new Bandit("bandit-2d-shifted", SHIFT[0], SHIFT[1]);
    }

    /** The centres of the mixture components, {@code [4, 2]}. */
    public List<double[]> centres() {
        return Arrays.stream(centres).map(double[]::clone).toList();
    }

    /** The reward log Σ_k exp(-|(x, y) - μ_k|²/(2σ²)), computed by a log-sum-exp that does not underflow. */
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

    /** Samples a point, {@code [2]}, from the mixture truncated to the square, as a demonstration. */
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
        int slot = choices % SHOWN;
        choices = choices == Integer.MAX_VALUE ? SHOWN : choices + 1;
        recent[2 * slot] = action[0];
        recent[2 * slot + 1] = action[1];
        out.observation[0] = 0;
        out.terminated = true;
    }

    /** Draws rings of one, two and three standard deviations around the centres, and the last choices. */
    @Override
    public Drawing draw() {
        Drawing drawing = Drawing.window(-1, -1, 1, 1).rectangle(-1, -1, 2, 2, PAPER);
        for (int ring = DENSITY.length; ring > 0; ring--) {
            for (double[] centre : centres) {
                drawing.disc(centre[0], centre[1], ring * SIGMA, DENSITY[DENSITY.length - ring]);
            }
        }
        for (int i = 0; i < Math.min(choices, SHOWN); i++) {
            drawing.disc(recent[2 * i], recent[2 * i + 1], 0.02, CHOICE);
        }
        return drawing;
    }

    /** Writes nothing, since no reward depends on what was chosen before. */
    @Override
    public void save(DataOutput out) {}

    /** Reads nothing, since no reward depends on what was chosen before. */
    @Override
    public void load(DataInput in) {}
}
