package dev.advect.experiments.grid;

/**
 * A run of an experiment.
 *
 * @param task the environment's name
 * @param variant the variant
 * @param seed the random seed
 */
public record Cell(String task, Variant variant, long seed) {

    /** The name of the run's folder, such as {@code cheetah-run-fpo-0}. */
    public String name() {
        return task + "-" + variant.name() + "-" + seed;
    }
}
