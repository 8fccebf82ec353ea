package dev.advect.envs.toy;

import dev.advect.env.DrawableEnv;
import dev.advect.env.Drawing;
import dev.advect.env.EnvSpec;
import dev.advect.env.SavableEnv;
import dev.advect.env.Step;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * A walk along a narrow ridge in fog: a hut stands at one of its two ends, and the walker is told neither which, nor where
 * it is. Whoever keeps to one direction finds the hut in half of the episodes; whoever can go both ways finds it in nearly all.
 *
 * <p>Observation, {@code [1]}: always 0.
 *
 * <p>Action a, {@code [2]}: a step. The ridge runs along the diagonal: a step goes (a₁ + a₂)/2 along it and (a₁ - a₂)/2
 * across. Both components are clamped to [-1, 1].
 *
 * <p>State: the position along the ridge, in [-1, 1]. It grows by half of the step's part along, and the ends hold it. The
 * episode begins in the middle; the hut's end is -1 or 1, both equally likely.
 *
 * <p>Reward: 1 for reaching the hut, which terminates the episode; -1 for a step of more than 0.5 across, with which the
 * walker slips and the episode terminates; -0.02 for every other step. The time limit is 50 steps.
 *
 * <p>The two components of a good action have the same sign, and either sign is needed. A Gaussian with independent
 * components spreads across the ridge as far as it spreads along it. What the best of them, and other policies, are worth is
 * known without training, since a policy that sees nothing is one distribution of actions.
 */
public final class Ridge implements SavableEnv, DrawableEnv {
    /** The largest part of a step across the ridge that does not slip. */
    public static final double HALF_WIDTH = 0.5;

    private static final double STRIDE = 0.5;
    private static final double HUT_REWARD = 1;
    private static final double SLIP_REWARD = -1;
    private static final double STEP_REWARD = -0.02;
    private static final int EPISODE_STEPS = 50;

    private static final int PAPER = 0xf7f8fa;
    private static final int ROCK = 0xe3e6ec;
    private static final int HUT = 0x8fd19e;
    private static final int NO_HUT = 0xd5d9e0;
    private static final int WALKER = 0x2f6fde;

    private static final EnvSpec SPEC = EnvSpec.of("ridge", 1, 2, EPISODE_STEPS);

    /** The hut's end, -1 or 1. */
    private int hut = 1;
    private double position;

    /** The part of a step along the ridge, in [-1, 1]. */
    public static double along(double a1, double a2) {
        return (Math.clamp(a1, -1, 1) + Math.clamp(a2, -1, 1)) / 2;
    }

    /** The part of a step across the ridge, in [-1, 1]. */
    public static double across(double a1, double a2) {
        return (Math.clamp(a1, -1, 1) - Math.clamp(a2, -1, 1)) / 2;
    }

    /** The end at which the hut stands, -1 or 1. */
    public int hut() {
        return hut;
    }

    /** The position along the ridge, in [-1, 1]. */
    public double position() {
        return position;
    }

    @Override
    public EnvSpec spec() {
        return SPEC;
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        hut = random.nextBoolean() ? 1 : -1;
        position = 0;
        observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step out) {
        out.observation[0] = 0;
        if (Math.abs(across(action[0], action[1])) > HALF_WIDTH) {
            out.reward = SLIP_REWARD;
            out.terminated = true;
            return;
        }
        position = Math.clamp(position + STRIDE * along(action[0], action[1]), -1, 1);
        out.terminated = position == hut;
        out.reward = out.terminated ? HUT_REWARD : STEP_REWARD;
    }

    /** Draws the ridge from left to right, its two ends, and the walker. */
    @Override
    public Drawing draw() {
        return Drawing.window(-1.3, -0.5, 1.3, 0.5)
                .rectangle(-1.3, -0.5, 2.6, 1, PAPER)
                .rectangle(-1.15, -0.12, 2.3, 0.24, ROCK)
                .disc(hut, 0, 0.12, HUT)
                .disc(-hut, 0, 0.12, NO_HUT)
                .disc(position, 0, 0.06, WALKER);
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeInt(hut);
        out.writeDouble(position);
    }

    @Override
    public void load(DataInput in) throws IOException {
        hut = in.readInt();
        position = in.readDouble();
    }
}
