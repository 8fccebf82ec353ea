package dev.advect.train;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;

/**
 * The facts that an environment instance states about itself.
 *
 * @param spec its shapes and limits
 * @param physics its physics engine
 */
record EnvFacts(EnvSpec spec, Physics physics) {

    /**
     * Reads the facts from a temporary instance. Some environments are expensive to create, so everything is read at
     * once.
     */
    static EnvFacts of(EnvFactory factory) {
        try (Env env = factory.create()) {
            return new EnvFacts(env.spec(), new Physics(env.physics()));
        }
    }
}
