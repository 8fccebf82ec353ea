package dev.advect.envs.gym;

import dev.advect.env.Env;
import dev.advect.env.EnvSpec;
import dev.advect.env.Step;

import java.util.random.RandomGenerator;

/** What {@code stub.Stub} is in Python, with the bridge's seeds and bounds. */
final class StubTwin implements Env {
    private long random = -1;
    private double x;
    private int steps;

    @Override
    public EnvSpec spec() {
        return EnvSpec.of("gym:stub:Stub-v0", 3, 2, 12);
    }

    @Override
    public void reset(RandomGenerator generator, float[] observation) {
        if (random < 0) {
            random = generator.nextInt(Integer.MAX_VALUE); // the first reset has a seed, the others do not
        }
        random = (random * 1103515245 + 12345) % (1L << 31);
        x = random / (double) (1L << 31);
        steps = 0;
        observe(observation, 0);
    }

    @Override
    public void step(float[] action, Step out) {
        steps++;
        x += 0.1 * (float) (0.5 + 2.5 * action[0]);
        observe(out.observation, action[1]);
        out.reward = x - 0.5;
        out.terminated = x > 1.5;
        out.truncated = x < -1;
    }

    private void observe(float[] observation, float other) {
        observation[0] = (float) x;
        observation[1] = steps;
        observation[2] = other;
    }
}
