package dev.advect.experiments.grid;

/**
 * One run of an experiment.
 *
 * @param task the environment's name
 * @param variant how it is trained
 * @param seed of all randomness
 */
public record Cell(String task, Variant variant, long seed) {

    /** {@code cheetah-run-fpo-0}: its folder. */
    public String name() {
        return task + "-" + variant.name() + "-" + seed;
    }
}
