package dev.advect.policy;

import java.lang.foreign.MemorySegment;

/** Computes actions, for several workers at once. */
interface Engine {
    /** From now on acts as this policy does now. */
    void begin(Policy policy);

    /**
     * Chooses actions for the rows [from, to), from the noise that is there already.
     *
     * @param observations raw, {@code [n, observationSize]}
     */
    void act(int worker, MemorySegment observations, int from, int to);
}
