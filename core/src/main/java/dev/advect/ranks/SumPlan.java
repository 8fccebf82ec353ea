package dev.advect.ranks;

/**
 * How a sum of vectors is computed by several processes: either every process receives all summands and adds them, which needs
 * one message; or it receives its share of them, adds that, and distributes the sum, which needs two.
 *
 * @param messages the number of messages, one after the other
 * @param bytes the number of bytes that each process receives
 */
public record SumPlan(int messages, long bytes) {
    /** The bytes that may be sent to save a message. */
    static final long MESSAGE = 1 << 16;
    /** The limit for the memory of all summands, in bytes. */
    private static final long MEMORY = 1 << 26;

    /**
     * @param length the bytes of one worker's summands
     * @param workers the number of workers of each process
     * @param size the number of processes
     */
    public static SumPlan of(long length, int workers, int size) {
        long whole = length * workers * (size - 1);
        long shares = length * (workers + 1) * (size - 1) / size;
        return whole <= shares + MESSAGE && whole < MEMORY ? new SumPlan(1, whole) : new SumPlan(2, shares);
    }
}
