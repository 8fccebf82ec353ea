package dev.advect.experiments.runs;

import dev.advect.train.RunConfig;

import java.nio.file.Path;

/**
 * A run that is to be trained up to its budget, and what is to be measured of it afterwards.
 *
 * @param folder the run's folder, in which an interrupted run continues
 * @param config the configuration with the budget
 * @param episodes the number of episodes of each evaluation of the checkpoints; 0 for no such evaluation
 * @param episodeSeed the seed of these episodes
 * @param threads the number of threads of these evaluations
 */
public record RunJob(Path folder, RunConfig config, int episodes, long episodeSeed, int threads) {

    /** The training of a run, of which nothing is measured. */
    public static RunJob training(Path folder, RunConfig config) {
        return new RunJob(folder, config, 0, 0, 1);
    }

    /** The name of the run's folder. */
    public String name() {
        return String.valueOf(folder.getFileName());
    }
}
