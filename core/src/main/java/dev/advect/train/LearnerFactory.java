package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.Learner;
import dev.advect.nn.Workers;
import dev.advect.policy.Policy;

/** Puts together what a configuration describes. */
public final class LearnerFactory {
    private LearnerFactory() {}

    /** The shapes of an environment. */
    public static EnvSpec spec(EnvFactory factory) {
        try (Env env = factory.create()) {
            return env.spec();
        }
    }

    /** @throws ConfigException where this machine lacks what the values ask for */
    public static void requirePossible(RunConfig config) {
        try {
            config.algorithm().requirePossible();
        } catch (InvalidValueException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * A learner at its beginning.
     *
     * @throws ConfigException where the values do not go together with the environment, or with files that they name
     */
    public static Learner learner(RunConfig config, EnvFactory factory, Workers workers) {
        EnvSpec spec = spec(factory);
        try {
            return config.algorithm().learner(factory, spec, workers, config.seed());
        } catch (InvalidValueException e) {
            throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
    }

    /** A policy at its beginning. */
    public static Policy policy(RunConfig config, EnvSpec spec, int workers) {
        return config.algorithm().policy(spec, workers, config.seed());
    }
}
