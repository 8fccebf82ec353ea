package dev.advect.policy;

import java.lang.foreign.MemorySegment;

/** An implementation that computes actions for several workers at once. */
interface Engine {
    /** Sets the policy that acts, with its current weights. */
    void begin(Policy policy);

    /**
     * Computes actions for the rows {@code [from, to)} from the current noise.
     *
     * @param observations raw observations, {@code [n, observationSize]}
     */
    void act(int worker, MemorySegment observations, int from, int to);
}
