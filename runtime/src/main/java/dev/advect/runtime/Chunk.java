package dev.advect.runtime;

/**
 * One thread's memory for some rows, and the computation on them: the caller fills observations and noise, computes,
 * and reads the actions. Larger batches are processed one chunk at a time.
 */
interface Chunk {
    /**
     * The number of rows: enough to use the weights well, and few enough for everything to stay in the processor's
     * caches.
     */
    int ROWS = 32;

    /** The normalised observations, {@code [ROWS, observationSize]}. */
    float[] observations();

    /**
     * The standard normal noise, {@code [ROWS, stride]}, of which the first actionSize values of each row are used.
     *
     * @param part the index of this block of actionSize values within a row's noise
     */
    float[] noise(int part);

    /** The actions before clamping and squashing, {@code [ROWS, stride]}. */
    float[] actions();

    /** The length of a row of noise and actions. */
    int stride();

    /** Computes actions for the first rows. */
    void compute(int rows);
}
