package dev.advect.train;

import dev.advect.env.Env;
import dev.advect.env.EnvFactory;
import dev.advect.env.EnvSpec;

/**
 * What an instance of an environment says about itself.
 *
 * @param spec its shapes
 * @param physics its physics engine
 */
record EnvFacts(EnvSpec spec, Physics physics) {

    /** Asks an instance that is made for it, as some are expensive to make: once for everything. */
    static EnvFacts of(EnvFactory factory) {
        try (Env env = factory.create()) {
            return new EnvFacts(env.spec(), new Physics(env.physics()));
        }
    }
}
