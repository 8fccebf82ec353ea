package dev.advect.ranks;

import java.lang.foreign.MemorySegment;

/**
 * A transport of bytes between the processes of one run, which are numbered 0 … size−1. Each of them calls the same methods
 * with the same sizes in the same order, from one thread at a time.
 *
 * <p>Every method throws {@link LostRankException} if another process has ended or does not answer in time; the exchange is
 * of no use afterwards. All memory is native, and its size a multiple of 8 bytes.
 */
public interface Exchange extends AutoCloseable {

    /** The number of this process. */
    int rank();

    /** The number of processes. */
    int size();

    /**
     * Hands the bytes of every process to every process.
     *
     * @param own this process's n bytes
     * @param all filled with {@code size · n} bytes in the order of the ranks
     */
    void allGather(MemorySegment own, MemorySegment all);

    /**
     * Hands a part of every process's bytes to every process.
     *
     * @param send {@code size} parts of equal size, of which part i is for rank i
     * @param received filled with {@code size} parts, of which part i comes from rank i
     */
    void allToAll(MemorySegment send, MemorySegment received);

    /**
     * Hands the bytes of rank 0 to all others.
     *
     * @param bytes what rank 0 sends, and what is filled on the others
     */
    void broadcast(MemorySegment bytes);

    @Override
    void close();
}
