package dev.advect.examples;

import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;

import java.util.random.RandomGenerator;

/** A puck on ice is pushed to the middle of the rink, [-1, 1]², and kept there; off the rink the episode ends. */
public final class Puck implements Env {
    private final double[] state = new double[4]; // x, y and their velocities

    @Override
    public EnvSpec spec() {
        return EnvSpec.of("puck", 4, 2, 100); // four numbers observed, two actions, at most a hundred steps
    }

    @Override
    public void reset(RandomGenerator random, float[] observation) {
        for (int i = 0; i < 4; i++) {
            state[i] = random.nextDouble(-0.8, 0.8);
            observation[i] = (float) state[i];
        }
    }

    @Override
    public void step(float[] action, Step out) {
        for (int i = 0; i < 2; i++) {
            state[2 + i] += 0.1 * action[i];
            state[i] += 0.1 * state[2 + i];
            out.observation[i] = (float) state[i];
            out.observation[2 + i] = (float) state[2 + i];
            out.terminated |= Math.abs(state[i]) > 1;
        }
        out.reward = Math.exp(-5 * Math.hypot(state[0], state[1]));
    }
}
