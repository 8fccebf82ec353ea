package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;
import dev.advect.learner.Learner;
import dev.advect.nn.Workers;
import dev.advect.policy.Policy;

/** A factory that creates the learner and the policy that a configuration describes. */
public final class LearnerFactory {
    private LearnerFactory() {}

    /** Reads the shapes and limits of an environment from a temporary instance. */
    public static EnvSpec spec(EnvFactory factory) {
        try (Env env = factory.create()) {
            return env.spec();
        }
    }

    /**
     * Checks that this machine supports what the configuration asks for.
     *
     * @throws InvalidValueException if it does not
     */
    public static void requireSupported(RunConfig config) {
        config.algorithm().requireSupported();
    }

    /**
     * Creates a newly initialised learner.
     *
     * @throws InvalidValueException if the values fit neither the environment nor the files that they name
     */
    public static Learner learner(RunConfig config, EnvFactory factory, Workers workers) {
        EnvSpec spec = spec(factory);
        return config.algorithm().learner(factory, spec, workers, config.seed());
    }

    /** Creates a newly initialised policy. */
    public static Policy policy(RunConfig config, EnvSpec spec, int workers) {
        return config.algorithm().policy(spec, workers, config.seed());
    }
}
