package dev.advect.train;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.Learner;
import dev.advect.nn.Workers;
import dev.advect.policy.Policy;

/** Puts together what a configuration describes. */
public final class Learners {
    private Learners() {}

    /** The shapes of an environment. */
    public static EnvSpec spec(EnvFactory factory) {
        try (Env env = factory.create()) {
            return env.spec();
        }
    }

    /** A learner at its beginning. */
    public static Learner learner(RunConfig config, EnvFactory factory, Workers workers) {
        return config.algorithm().learner(factory, spec(factory), workers, config.seed());
    }

    /** A policy at its beginning. */
    public static Policy policy(RunConfig config, EnvSpec spec, int workers) {
        return config.algorithm().policy(spec, workers, config.seed());
    }
}
