package dev.advect.train;

import dev.advect.config.InvalidValueException;
import dev.advect.offpolicy.OffPolicySettings;
import dev.advect.ranks.Ranks;

/** The distribution of a run's threads over processes. */
public final class RunRanks {
    private RunRanks() {}

    /**
     * The number of threads of each process.
     *
     * @throws InvalidValueException if the run cannot be distributed over so many
     */
    public static int threads(RunConfig config, Ranks ranks) {
        requirePossible(config, ranks.size());
        return config.threads() / ranks.size();
    }

    /**
     * Checks that a run can be distributed over some processes.
     *
     * @throws InvalidValueException if it cannot
     */
    public static void requirePossible(RunConfig config, int processes) {
        if (config.algorithm() instanceof OffPolicySettings settings && processes > settings.loop().envs()) {
            throw new InvalidValueException("workers: " + processes + " is not possible with loop.envs = " + settings.loop().envs()
                    + ", every worker needs an environment");
        }
        if (config.threads() % processes != 0) {
            throw new InvalidValueException("workers: " + processes + " does not divide threads = " + config.threads()
                    + ", which are the threads of all processes");
        }
    }
}
