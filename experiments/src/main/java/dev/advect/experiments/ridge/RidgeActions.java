package dev.advect.experiments.ridge;

import dev.advect.envs.toy.Ridge;
import dev.advect.policy.Actor;
import dev.advect.policy.Policy;
import dev.advect.random.Rng;
import dev.advect.train.RunDirectory;
import dev.advect.train.TrainedPolicy;

import java.io.IOException;
import java.util.random.RandomGenerator;

/** A distribution of actions on the {@link Ridge}, which is all that a policy can be there. */
@FunctionalInterface
public interface RidgeActions {
    /** Samples n actions in the form that the environment receives, {@code [n · 2]}. */
    float[] draw(int n, RandomGenerator random);

    /** A Gaussian with independent components, squashed by tanh: what Gaussian PPO learns. */
    static RidgeActions gaussian(double mean1, double mean2, double deviation1, double deviation2) {
        return (n, random) -> {
            float[] actions = new float[2 * n];
            for (int i = 0; i < n; i++) {
                actions[2 * i] = (float) Math.tanh(mean1 + deviation1 * random.nextGaussian());
                actions[2 * i + 1] = (float) Math.tanh(mean2 + deviation2 * random.nextGaussian());
            }
            return actions;
        };
    }

    /** Whole steps along the ridge, forwards with the given probability and backwards otherwise. */
    static RidgeActions bothWays(double forwards) {
        return (n, random) -> {
            float[] actions = new float[2 * n];
            for (int i = 0; i < n; i++) {
                float step = random.nextDouble() < forwards ? 1 : -1;
                actions[2 * i] = step;
                actions[2 * i + 1] = step;
            }
            return actions;
        };
    }

    /**
     * Draws stochastic actions of a run's last checkpoint.
     *
     * @param n the number of actions
     */
    static float[] ofRun(RunDirectory directory, int n, long seed) throws IOException {
        try (Policy policy = TrainedPolicy.load(directory, "latest", Ridge::new, 1).policy();
                Actor actor = new Actor(policy, directory.config().algorithm().acting(), n, 1)) {
            Rng random = new Rng(seed, 0);
            float[] noise = new float[n * policy.noiseSize()];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (float) random.nextGaussian();
            }
            float[] actions = new float[2 * n];
            actor.act(new float[n], noise, actions);
            return actions;
        }
    }
}
