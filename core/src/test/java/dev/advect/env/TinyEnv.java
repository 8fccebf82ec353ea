package dev.advect.env;

import dev.advect.random.Rng;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.random.RandomGenerator;

/**
 * A bandit that learners can solve in a second: the reward is −(a − 0.5)². Episodes are cut off after five steps, or
 * terminate before by chance. The observation {@code [2]} is a random walk and the step, both without influence.
 */
public final class TinyEnv implements SavableEnv {
    public static final EnvSpec SPEC = EnvSpec.of("tiny", 2, 1, 5);

    private RandomGenerator random = new Rng(0, 0);
    private float walk;
    private int step;

    /** The same environment, as one that cannot save its state. */
    public static Env notSavable() {
        TinyEnv env = new TinyEnv();
        return new Env() {
            @Override
            public EnvSpec spec() {
                return env.spec();
            }

            @Override
            public void reset(RandomGenerator random, float[] observation) {
                env.reset(random, observation);
            }

            @Override
            public void step(float[] action, Step out) {
                env.step(action, out);
            }
        };
    }

    @Override
    public EnvSpec spec() {
        return SPEC;
    }

    @Override
    public void reset(RandomGenerator generator, float[] observation) {
        random = generator;
        walk = generator.nextFloat() * 2 - 1;
        step = 0;
        observe(observation);
    }

    @Override
    public void step(float[] action, Step out) {
        out.reward = -(action[0] - 0.5) * (action[0] - 0.5);
        walk = 0.5f * walk + random.nextFloat() - 0.5f;
        step++;
        out.terminated = random.nextInt(10) == 0;
        observe(out.observation);
    }

    private void observe(float[] observation) {
        observation[0] = walk;
        observation[1] = step;
    }

    @Override
    public void save(DataOutput out) throws IOException {
        out.writeFloat(walk);
        out.writeInt(step);
    }

    @Override
    public void load(DataInput in) throws IOException {
        walk = in.readFloat();
        step = in.readInt();
    }
}
