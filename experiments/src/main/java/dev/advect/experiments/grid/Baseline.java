package dev.advect.experiments.grid;

import dev.advect.env.EnvFactory;
import dev.advect.env.VectorEnv;
import dev.advect.random.Rng;
import dev.advect.train.Evaluation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.random.RandomGenerator;

/** A policy that has learnt nothing, which a trained policy must beat. */
public enum Baseline {
    /** Actions sampled uniformly from [-1, 1] in every step. */
    RANDOM {
        @Override
        float component(RandomGenerator random) {
            return (float) random.nextDouble(-1, 1);
        }
    },
    /** The action 0 in every step. */
    ZERO {
        @Override
        float component(RandomGenerator random) {
            return 0;
        }
    };

    /** Chooses one component of an action. */
    abstract float component(RandomGenerator random);

    /**
     * Runs whole episodes, each of which counts exactly once.
     *
     * @param seed the seed of initial states and actions; the initial states are those of
     *     {@link dev.advect.train.Evaluator#evaluate} with the same seed
     */
    public Evaluation evaluate(EnvFactory factory, int episodes, long seed) {
        double[] returns = new double[episodes];
        boolean[] done = new boolean[episodes];
        long[] lengths = new long[episodes];
        int running = episodes;
        Rng random = new Rng(seed, 1);
        try (VectorEnv envs = new VectorEnv(
                        factory, episodes, new Rng(seed, 0).nextLong(), VectorEnv.NonFinite.END_EPISODE);
                Arena arena = Arena.ofConfined()) {
            int components = episodes * envs.spec().actionSize();
            MemorySegment actions = arena.allocate(ValueLayout.JAVA_FLOAT, components);
            envs.reset(0, episodes);
            while (running > 0) {
                for (int i = 0; i < components; i++) {
                    actions.setAtIndex(ValueLayout.JAVA_FLOAT, i, component(random));
                }
                envs.step(0, episodes, actions);
                for (int i = 0; i < episodes; i++) {
                    if (done[i]) {
                        continue;
                    }
                    returns[i] += envs.reward(i);
                    lengths[i]++;
                    if (envs.terminated(i) || envs.truncated(i)) {
                        done[i] = true;
                        running--;
                    }
                }
            }
        }
        return Evaluation.of(returns, lengths);
    }
}
