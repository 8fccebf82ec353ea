package dev.advect.runtime;

/**
 * A thread's memory for some rows, and the computation on them: fill observations and noise, compute, read the actions.
 * What there is no room for goes through it a piece at a time.
 */
interface Chunk {
    /** Enough rows for the weights to be used well, few enough for all of it to stay in the processor's caches. */
    int ROWS = 32;

    /** Normalised observations, {@code [ROWS, observationSize]}. */
    float[] observations();

    /**
     * Standard normal numbers, {@code [ROWS, stride]}, of which each row's first actionSize count.
     *
     * @param part the first of a row's noiseSize numbers, or the second as many, …
     */
    float[] noise(int part);

    /** Actions before they are bounded and squashed, likewise. */
    float[] actions();

    /** Length of a row of noise and actions. */
    int stride();

    /** Chooses actions for the first rows. */
    void compute(int rows);
}
