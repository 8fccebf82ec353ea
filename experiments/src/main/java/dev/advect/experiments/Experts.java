package dev.advect.experiments;

import dev.advect.config.InvalidValueException;
import dev.advect.env.Env;
import dev.advect.envs.ExpertEnv;
import dev.advect.envs.arm.ArmTasks;
import dev.advect.envs.calvin.CalvinTasks;
import dev.advect.envs.kitchen.KitchenTasks;

/** Checks for the commands that run scripted experts. */
public final class Experts {
    private Experts() {}

    /**
     * Returns the environment as one that has an expert.
     *
     * @throws InvalidValueException if it has none
     */
    public static ExpertEnv require(Env env) {
        if (env instanceof ExpertEnv expert) {
            return expert;
        }
        throw new InvalidValueException("there is no expert for " + env.spec().name() + "; environments with one: "
                + String.join(", ", ArmTasks.all().keySet()) + ", " + String.join(", ", KitchenTasks.all().keySet()) + ", "
                + String.join(", ", CalvinTasks.all().keySet()));
    }
}
