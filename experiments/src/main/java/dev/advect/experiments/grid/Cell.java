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
        return name(task, variant.name(), seed);
    }

    static String name(String task, String variant, long seed) {
        return task + "-" + variant + "-" + seed;
    }
}
