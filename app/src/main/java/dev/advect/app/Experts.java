package dev.advect.app;

import dev.advect.env.Env;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.arm.ArmTasks;
import dev.advect.envs.kitchen.KitchenTasks;
import dev.advect.train.ConfigException;

/** What the commands that run scripted experts check. */
final class Experts {
    private Experts() {}

    /** The environment as one that has an expert. */
    static ExpertEnv require(Env env) {
        if (env instanceof ExpertEnv expert) {
            return expert;
        }
        throw new ConfigException("there is no expert for " + env.spec().name() + "; environments with one: "
                + String.join(", ", ArmTasks.all().keySet()) + ", " + String.join(", ", KitchenTasks.all().keySet()));
    }

    static void requireNoise(double noise) {
        if (!(noise >= 0 && Double.isFinite(noise))) {
            throw new ConfigException("--noise=" + noise + " is not possible, it must be at least 0");
        }
    }
}
