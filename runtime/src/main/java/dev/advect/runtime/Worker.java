package dev.advect.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Draws actions on one thread at a time, and allocates nothing while it does. */
public final class Worker {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final int observationSize;
    private final int actionSize;
    private final Chunk chunk;

    Worker(PolicySpec spec, Chunk chunk) {
        observationSize = spec.observationSize();
        actionSize = spec.actionSize();
        this.chunk = chunk;
    }

    /**
     * Chooses actions for the rows [from, to).
     *
     * @param observations normalised, {@code [n, observationSize]}
     * @param noise standard normal numbers, {@code [n, actionSize]}; zeros give the central actions
     * @param actions filled, before tanh, {@code [n, actionSize]}; may be the noise's array
     */
    public void act(float[] observations, float[] noise, float[] actions, int from, int to) {
        for (int at = from; at < to; at += Chunk.ROWS) {
            int rows = Math.min(Chunk.ROWS, to - at);
            System.arraycopy(
                    observations, at * observationSize, chunk.observations(), 0, rows * observationSize);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(
                        noise, (at + row) * actionSize, chunk.noise(), row * chunk.stride(), actionSize);
            }
            chunk.compute(rows);
            for (int row = 0; row < rows; row++) {
                System.arraycopy(
                        chunk.actions(), row * chunk.stride(), actions, (at + row) * actionSize, actionSize);
            }
        }
    }

    /** The same between memory of any kind, as float32 in the order of the machine. */
    public void act(MemorySegment observations, MemorySegment noise, MemorySegment actions, int from, int to) {
        long observationBytes = (long) observationSize * Float.BYTES;
        long actionBytes = (long) actionSize * Float.BYTES;
        for (int at = from; at < to; at += Chunk.ROWS) {
            int rows = Math.min(Chunk.ROWS, to - at);
            MemorySegment.copy(observations, FLOAT, at * observationBytes, chunk.observations(), 0,
                    rows * observationSize);
            for (int row = 0; row < rows; row++) {
                MemorySegment.copy(
                        noise, FLOAT, (at + row) * actionBytes, chunk.noise(), row * chunk.stride(), actionSize);
            }
            chunk.compute(rows);
            for (int row = 0; row < rows; row++) {
                MemorySegment.copy(
                        chunk.actions(), row * chunk.stride(), actions, FLOAT, (at + row) * actionBytes, actionSize);
            }
        }
    }
}
